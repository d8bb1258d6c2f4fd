"""Personal data out of a question, before it is written anywhere."""

import re
import unicodedata

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(\.[\w-]+)+")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b", re.I)
NINE_DIGITS = re.compile(r"\b\d(?:[ .-]?\d){7,8}\b")
CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
PLATE = re.compile(r"\b(?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{2,3}|\d{2,3})-(?:[A-Z]{1,2}|\d{1,2})\b", re.I)
ADDRESS = re.compile(r"\b\d{4}\s?[A-Z]{2}\b(?:\s*,?\s*(?:nr\.?|nummer|huisnummer)?\s*\d{1,5}\s?[a-z]?\b)?", re.I)
STREET = re.compile(
    r"\b[\w'-]+(?:straat|laan|weg|plein|kade|dijk|singel|gracht|hof|steeg|pad)\s+\d{1,5}\s?[a-z]?\b", re.I
)
BIRTH = re.compile(r"\b\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?:19|20)\d{2}\b", re.I)
NAME = re.compile(
    r"\b((?i:mijn naam is|ik heet|ik ben|naam:|mevrouw|meneer|mevr\.?|dhr\.?|my name is|mein name ist|ich heiße|"
    r"nazywam się|adım|мене звати|اسمي))\s+((?:(?:van|de|der|den|el|al|ter|ten)\s+)*[A-ZÀ-ÞА-ЯІЇЄҐ\u0600-\u06ff][\w'-]+"
    r"(?:\s+(?:(?:van|de|der|den|el|al|ter|ten)\s+)*[A-ZÀ-ÞА-ЯІЇЄҐ\u0600-\u06ff][\w'-]+)*)"
)
DOCUMENT = re.compile(
    r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z]{2}[A-Z0-9]{6}\d\b|\b(?:zaaknummer|kenmerk|dossiernummer|dossier)\s*:?\s*[\w/-]*\d[\w/-]*",
    re.I,
)


def redact(text: str) -> str:
    """The text with personal data replaced by its kind in square brackets."""
    clean = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc")))
    clean = EMAIL.sub("[e-mail]", clean)
    clean = IBAN.sub(lambda m: "[iban]" if iban.is_valid(m[0]) else m[0], clean)
    clean = CARD.sub("[nummer]", clean)
    clean = NINE_DIGITS.sub(lambda m: "[bsn]" if bsn.is_valid(re.sub(r"\D", "", m[0])) else m[0], clean)
    clean = _phones(clean)
    clean = BIRTH.sub("[datum]", clean)
    for pattern, kind in (
        (PLATE, "[kenteken]"),
        (DOCUMENT, "[documentnummer]"),
        (STREET, "[adres]"),
        (ADDRESS, "[adres]"),
    ):
        clean = pattern.sub(kind, clean)
    return NAME.sub(lambda m: f"{m[1]} [naam]", clean)


def _phones(text: str) -> str:
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "NL", leniency=phonenumbers.Leniency.POSSIBLE))):
        text = text[: match.start] + "[telefoon]" + text[match.end :]
    return text
