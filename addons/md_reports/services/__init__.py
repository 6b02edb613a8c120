from . import md_demo_setup
