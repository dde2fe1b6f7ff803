#!/bin/sh
# The Python of a release. Which one is looked up once, at the start of a process: one that runs on never loads a file
# of a newer release, and one that is started again has the newest.
release=${TINTYPE_RELEASE:-$(readlink -f {root}/current)}
unset TINTYPE_RELEASE
# PostgreSQL's own user may not read the settings, and has them from the supervisor.
if [ -r "$release/settings.env" ]; then
    set -a
    . "$release/settings.env"
    set +a
fi
TINTYPE_MACHINE=$(cat {root}/machine)
TINTYPE_TOPOLOGY=$release/topology.toml
TINTYPE_PYTHON={root}/python
PYTHONPATH=$release
DJANGO_SETTINGS_MODULE=tintype.config.settings
export TINTYPE_MACHINE TINTYPE_TOPOLOGY TINTYPE_PYTHON PYTHONPATH DJANGO_SETTINGS_MODULE
exec "$release/environment/bin/python" "$@"
