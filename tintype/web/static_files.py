"""Static files under names that say what is in them, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    # ES modules import one another by these names too: an old one never meets a new one.
    support_js_module_import_aggregation = True
