from . import pos_session
