from tests.photos.conftest import objects

__all__ = ["objects"]
