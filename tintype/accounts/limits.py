"""How long what people say of themselves may be; stated in pages and documentation from here."""

NAME_LENGTH = 60
BIO_LENGTH = 300
