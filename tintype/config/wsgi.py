"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tintype.config.behind import Application, Behind

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintype.config.settings")
application: Application = get_wsgi_application()
if settings.TOPOLOGY.front:
    application = Behind(application, settings.TOPOLOGY.front.host)
