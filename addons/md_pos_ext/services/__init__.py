from . import md_dataset_loader
from . import md_demo_setup
