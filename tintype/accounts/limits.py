"""How long what people say of themselves may be; stated in pages and documentation from here."""

NAME_LENGTH = 60
BIO_LENGTH = 300
MOST_FIELDS = 4
FIELD_LENGTH = 255
WEBSITE_LENGTH = 200
REASON_LENGTH = 500
REPORT_LENGTH = 1000
