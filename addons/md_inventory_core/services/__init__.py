from . import md_dataset_loader
from . import md_demo_setup
from . import md_history_writer
