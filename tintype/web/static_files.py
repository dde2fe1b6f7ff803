"""Static files under names that say what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# `from "./x.js"`, `import "./x.js"`, `import("./x.js")`. Django's own pattern for it also takes what libraries have in
# their comments, and misses the file that is meant there.
_IMPORTS = r"""(?P<matched>(?P<words>\bfrom\s+|\bimport\s+|\bimport\()["'](?P<url>\./[^"']+)["'])"""


class ModuleFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Also in imports of Tintype's modules: after an upgrade no page gets one that does not belong to the others."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("tintype/*.js", ((_IMPORTS, '%(words)s"%(url)s"'),)),
    )
