"""Names and times of the log-in that several layers share."""

SETUP_URL = "/md/login/totp-setup"
# Seconds between the password and the code; who needs longer types the password again.
SECOND_FACTOR_WITHIN = 15 * 60
# Types of credentials that are codes of a second factor.
CODE_TYPES = ("totp", "totp_mail")
# Keys of a session: when the password was right, and when its user logged in.
RIGHT_AT = "md_password_at"
SINCE = "md_session_since"
