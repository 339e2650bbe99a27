"""Show accounts and the log of acts to administrators."""

from ui.frame import open_page
from ui.views.accounts import show_accounts

show_accounts(open_page())
