"""Mandarin syllables as an initial and a final."""
INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s".split()
FINALS = ("a o e ai ei ao ou an en ang eng er i ii iii ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ueng ong "
          "v ve van vn ê").split()
LABELS = ["<blank>"] + INITIALS + FINALS
ID = {label: i for i, label in enumerate(LABELS)}

_WHOLE = {"yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang", "ying": "ing",
          "yong": "iong", "yo": "o", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un",
          "wang": "uang", "weng": "ueng", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "er": "er", "yai": "ai"}


def split(syllable):
    """Labels of a toneless syllable, such as zh, uang; None where it is no syllable of the standard language."""
    if syllable in _WHOLE:
        return [_WHOLE[syllable]]
    initial = next((i for i in ("zh", "ch", "sh") if syllable.startswith(i)), None) or (syllable[:1] if syllable[:1] in INITIALS else "")
    final = syllable[len(initial):].replace("ü", "v")
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    if final == "i" and initial in ("z", "c", "s"):
        final = "ii"
    elif final == "i" and initial in ("zh", "ch", "sh", "r"):
        final = "iii"
    elif final == "ue" and initial in ("l", "n"):
        final = "ve"
    elif final == "io":
        final = "o"
    if final not in FINALS:
        return None
    return ([initial] if initial else []) + [final]
