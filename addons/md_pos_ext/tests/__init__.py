from . import test_back_office_refund
from . import test_barcode_tour
<<<<<<< HEAD
from . import test_difference
=======
>>>>>>> tax
from . import test_forensics
from . import test_hoot
from . import test_levies
from . import test_pending_sale
from . import test_promotion_tours
from . import test_replay_companies
from . import test_replay_receipts
from . import test_replay_repeat
from . import test_replay_tills
from . import test_replay_totals
from . import test_stock_batch
from . import test_till_channel
<<<<<<< HEAD
from . import test_till_check
from . import test_till_check_job
from . import test_till_check_refunds
from . import test_till_check_times
=======
>>>>>>> tax
from . import test_till_choice
from . import test_till_findings
from . import test_till_kit
from . import test_till_news
from . import test_till_promotions
from . import test_till_roles
from . import test_till_shortage
from . import test_till_suggestions
from . import test_tours
from . import test_uninstall
