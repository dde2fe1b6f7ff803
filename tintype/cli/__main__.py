"""`python -m tintype.cli`, where the script `tintype` is not installed."""

from tintype.cli import main

main()
