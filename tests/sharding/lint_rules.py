"""What django-migration-linter 6.0 lets through although PostgreSQL bars a table while it reads or writes every row.

Importing this module adds the rules to those of the linter.
"""

import re
from collections.abc import Callable
from typing import Any

from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

# Django's Now() is one value for all rows; any other function may give each row a value of its own.
_CALCULATED = re.compile(r"ADD COLUMN .* DEFAULT \(?(?!\(?STATEMENT_TIMESTAMP)\w+\(", re.IGNORECASE)
_FILLED = re.compile(r"ADD COLUMN .* (STORED|SERIAL|BIGSERIAL|IDENTITY)\b", re.IGNORECASE)
_ADDED = re.compile(r"ALTER TABLE (\S+) .*ADD CONSTRAINT .* (CHECK|FOREIGN KEY|EXCLUDE|PRIMARY KEY)\b", re.IGNORECASE)
_MADE = re.compile(r"CREATE TABLE (\S+)", re.IGNORECASE)
_EVERY_ROW = re.compile(r"(UPDATE|DELETE|TRUNCATE|VACUUM|CLUSTER|LOCK|REFRESH)\b", re.IGNORECASE)


def rewrites_table(statement: str, **_: object) -> bool:
    return bool(_CALCULATED.search(statement) or _FILLED.search(statement))


def checks_every_row(statements: list[str], **_: object) -> bool:
    """A constraint that is valid at once, on a table that this migration did not make."""
    made = {table for statement in statements for table in _MADE.findall(statement)}
    added = [match[1] for line in statements if (match := _ADDED.search(line)) and not line.endswith("NOT VALID;")]
    return not made.issuperset(added)


def changes_every_row(statement: str, **_: object) -> bool:
    return bool(_EVERY_ROW.match(statement))


def _refused(code: str, function: Callable[..., bool], message: str, mode: CheckMode = CheckMode.ONE_LINER) -> Check:
    return Check(code=code, fn=function, message=message, mode=mode, type=CheckType.ERROR)


RULES: list[Any] = [
    _refused(
        "REWRITE", rewrites_table, "the column gets a value of its own in each row: add it empty, fill it by a task"
    ),
    _refused(
        "CONSTRAINT",
        checks_every_row,
        "the constraint is checked for every row: add it NOT VALID, validate it in a migration of its own",
        CheckMode.TRANSACTION,
    ),
    _refused("EVERY_ROW", changes_every_row, "rows are changed in batches by a task, not in one transaction"),
]
PostgresqlAnalyser.migration_checks = [*PostgresqlAnalyser.migration_checks, *RULES]
