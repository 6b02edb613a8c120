"""Names and times of the log-in that several layers share."""

SETUP_URL = "/md/login/totp-setup"
# Seconds between the password and the code; who needs longer types the password again.
SECOND_FACTOR_WITHIN = 15 * 60
# Types of credentials that are codes of a second factor.
CODE_TYPES = ("totp", "totp_mail")
# Keys of a session: when the password was right, and when its user logged in.
RIGHT_AT = "md_password_at"
SINCE = "md_session_since"
# Texts so long show their last character, so short not even their first.
LONG, SHORT = 12, 4


def masked(text: str) -> str:
    """What may be kept of a text that could be a password: first, about how long, last.

    Three stars stand for less than 8 characters, six for less than 16, nine for more.
    """
    text = text.strip()
    if not text:
        return ""
    stars = "*" * (3 if len(text) < 8 else 6 if len(text) < 16 else 9)
    if len(text) < SHORT:
        return stars
    return text[0] + stars + (text[-1] if len(text) >= LONG else "")
