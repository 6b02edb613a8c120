from . import test_hoot
from . import test_replay_receipts
from . import test_replay_repeat
from . import test_replay_tills
from . import test_replay_totals
from . import test_till_roles
from . import test_tours
from . import test_replay_companies
