"""What the form Mushak 6.3 says, in English and in Bengali; its columns are data."""

# Of the form of rule 40 (1) (ga) and (cha), VAT and SD Rules 2016.
TEXTS = {
    "government": (
        "Government of the People's Republic of Bangladesh",
        "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
    ),
    "board": ("National Board of Revenue", "জাতীয় রাজস্ব বোর্ড"),
    "title": ("Tax Challan", "কর চালানপত্র"),
    "rule": (
        "[See rule 40, sub-rule (1), clauses (ga) and (cha)]",
        "[বিধি ৪০ এর উপ-বিধি (১) এর দফা (গ) ও দফা (চ) দ্রষ্টব্য]",
    ),
    "form": ("Mushak-6.3", "মূসক-৬.৩"),
    "seller": ("Name of registered person", "নিবন্ধিত ব্যক্তির নাম"),
    "seller_bin": ("BIN of registered person", "নিবন্ধিত ব্যক্তির বিআইএন"),
    "seller_address": ("Address of issue", "চালানপত্র ইস্যুর ঠিকানা"),
    "buyer": ("Name of buyer", "ক্রেতার নাম"),
    "buyer_bin": ("BIN of buyer", "ক্রেতার বিআইএন"),
    "buyer_address": ("Address of buyer", "ক্রেতার ঠিকানা"),
    "destination": ("Destination of supply", "সরবরাহের গন্তব্যস্থল"),
    "number": ("Challan no.", "চালানপত্র নম্বর"),
    "date": ("Date of issue", "ইস্যুর তারিখ"),
    "time": ("Time of issue", "ইস্যুর সময়"),
    "reference": ("Receipt / invoice", "রসিদ / ইনভয়েস"),
    "sum": ("Total", "সর্বমোট"),
    "rounding": ("Rounded for cash", "নগদের জন্য পূর্ণকরণ"),
    "payable": ("To pay", "পরিশোধযোগ্য"),
    "words": ("In words", "কথায়"),
    "officer": ("Name of officer in charge", "দায়িত্বপ্রাপ্ত ব্যক্তির নাম"),
    "designation": ("Designation", "পদবি"),
    "signature": ("Signature", "স্বাক্ষর"),
    "seal": ("Seal", "সীল"),
    "withholding": (
        "* For supplies to a withholding entity the form is a combined tax invoice and "
        "withholding certificate.",
        "* উৎসে কর্তনযোগ্য সরবরাহের ক্ষেত্রে ফরমটি সমন্বিত কর চালানপত্র ও উৎসে কর কর্তন "
        "সনদপত্র হিসাবে বিবেচিত হইবে।",
    ),
    "value": (
        "¹ Value without all kinds of tax.",
        "¹ সকল প্রকার কর ব্যতীত মূল্য।",
    ),
    "page": ("Page", "পৃষ্ঠা"),
    "original": ("Original", "মূল কপি"),
    "reprint": ("Re-print", "পুনর্মুদ্রণ"),
    "exempt": ("Exempt", "অব্যাহতি"),
    "specific": ("Specific", "সুনির্দিষ্ট"),
    "walk_in": ("Retail customer", "খুচরা ক্রেতা"),
}
LANGUAGES = ("en", "bn")


def texts(language):
    """Return {key: text} of a language."""
    at = LANGUAGES.index(language)
    return {key: both[at] for key, both in TEXTS.items()}
