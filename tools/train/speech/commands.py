"""Checks the grammars and makes the spoken commands: every phrase, its near misses and what is no command, by many voices.

Voices are held out whole: `test` voices are never trained on."""
import json
import pathlib
import subprocess
import tempfile

import numpy as np

import synth

GRAMMARS = pathlib.Path(__file__).resolve().parent / "grammars"

ESPEAK_TRAIN = ["", "+m1", "+m2", "+m4", "+m5", "+m7", "+f1", "+f2", "+f4", "+klatt", "+klatt3", "+steph", "+adam", "+Andy", "+iven", "+max", "+linda", "+zac", "+john", "+ed"]
ESPEAK_TEST = ["+m3", "+f3", "+klatt2", "+Annie", "+Mike", "+belinda"]
ENGLISH = {"en-us": 3, "en-gb": 2, "en-gb-scotland": 1, "en-gb-x-rp": 1, "en-gb-x-gbcwmd": 1, "en-029": 1}
FLITE = {"train": ["kal16", "awb", "rms"], "test": ["slt"]}
FESTIVAL = {"train": ["kal_diphone", "ked_diphone"], "test": ["cmu_us_slt_arctic_hts"]}

# What is no command: everyday sentences and words, and beginnings and endings of commands.
OTHER = {
    "en": """hello there|how are you today|what time is it|the weather is nice|I will see you tomorrow|please come in|thank you very much|good morning everyone
we need to talk about the budget|let us meet at three|this is not what I meant|could you repeat that|my name is on the list|where is the station|I like green apples
the meeting starts soon|open the window|close the door|stop it|start again|next week|next time|previous question|last year|new shoes|a new car|page twelve|turn left|go home
read a book|read the paper|write a letter|search me|undone|do it|record player|recorder|ask him|ask the teacher|spark plug|sparkling water|save money|delete that word from your mind
bigger house|smaller child|show me the way|hide and seek|translate into action|sum of all|help yourself|good night|yes please|no thanks|maybe later|never mind|one moment
he said that she would come|there are seven days in a week|mathematics is fun|the quick brown fox jumps over the lazy dog|homework is due on friday|please be quiet
can you hear me|I do not know|it is raining outside|let me think about it|the answer is forty two|what a lovely day|we are going to the museum|breakfast is ready
play the piano|music lesson|lock the car|sleep well|louder please speak|light blue|dark night|synchronise your watches|battery farm|cancel culture|go back to school|up and down|hurry up
Monday|Tuesday|September|elephant|computer|telephone|umbrella|orange juice|photograph|university|hospital|restaurant|library|television|birthday|holiday""",
    "zh": """你好|今天天气很好|我们明天见|谢谢你|早上好|现在几点了|请问车站在哪里|我喜欢吃苹果|会议马上开始|打开窗户|关上门|不要这样|再来一次|下个星期|上一次|新鞋子|一辆新车|第十二页
向左转|回家吧|看书|写一封信|他是老师|问一问老师|火花|省钱|房子更大|孩子更小|给我看看|翻译家|帮帮我|晚安|好的|不用了|等一下|没关系|他说她会来|一个星期有七天|数学很有意思
作业星期五交|请安静|你听得见吗|我不知道|外面下雨了|让我想一想|答案是四十二|多美好的一天|我们去博物馆|早饭好了|弹钢琴|音乐课|锁车|睡得好|请大声一点说|浅蓝色|黑夜|对表|电影院|取消航班
回学校|上下|快一点|星期一|九月|大象|电脑|电话|雨伞|橙汁|照片|大学|医院|饭馆|图书馆|电视|生日|假期|中国|北京|学生|朋友|工作|时间|问题|经济|发展|社会|历史|文化|科学|技术
下一站|上一层|打开灯|开始上课|停止工作|录像|搜集|撤回部队|重新开始|删除号码|保护环境|页面|新的一年""",
}


def grammar(locale):
    return json.loads((GRAMMARS / f"{locale}.json").read_text())


def near_misses(phrases, rng, locale):
    """Beginnings and endings of the phrases, and two phrases' halves put together."""
    out = []
    split = (lambda p: list(p)) if locale == "zh" else str.split
    join = "".join if locale == "zh" else " ".join
    parts = [split(p) for p in phrases]
    known = set(phrases)
    for p in parts:
        if len(p) > 1:
            out += [join(p[:-1]), join(p[1:])]
        q = parts[rng.integers(len(parts))]
        out.append(join(p[:max(1, len(p) // 2)] + q[len(q) // 2:]))
    return sorted({o for o in out if o and o not in known and not any(o == k for k in known)})


def flite(text, voice):
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", f.name], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return _wav(pathlib.Path(f.name).read_bytes())


def festival(texts, voice):
    """Several texts in one process: it takes long to start."""
    with tempfile.TemporaryDirectory() as folder:
        script = [f"(voice_{voice})"] + [f'(utt.save.wave (utt.synth (Utterance Text "{t}")) "{folder}/{i}.wav" \'riff)' for i, t in enumerate(texts)]
        subprocess.run(["festival", "-b", *script], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return [_wav((pathlib.Path(folder) / f"{i}.wav").read_bytes()) for i in range(len(texts))]


def _wav(data):
    rate = int.from_bytes(data[24:28], "little")
    at = data.index(b"data") + 8
    return synth.trim(synth.convert(np.frombuffer(data[at:at + (len(data) - at) // 2 * 2], "<i2"), rate))


def make(out, locale, texts, test, count, rng, say, festival_too=True):
    """`texts`: (label, text). `count` espeak voices a text; English also by flite and festival."""
    to = synth.Writer(out)
    side = "test" if test else "train"
    variants = ESPEAK_TEST if test else ESPEAK_TRAIN
    accents = [a for a, n in ENGLISH.items() for _ in range(n)]
    for n, (label, text) in enumerate(texts):
        for variant in rng.permutation(variants)[:count]:
            voice = "cmn" if locale == "zh" else accents[rng.integers(len(accents))]
            pcm = synth.espeak(text, voice, variant, int(rng.integers(110, 200)), int(rng.integers(20, 85)))
            to.add(pcm, label=label, text=text, voice="espeak" + variant)
        if locale == "en":
            for voice in FLITE[side]:
                to.add(flite(text, voice), label=label, text=text, voice="flite-" + voice)
        if n % 40 == 39:
            say(f"{out.name}: {n + 1} of {len(texts)}")
    if locale == "en" and festival_too:
        for voice in FESTIVAL[side]:
            for (label, text), pcm in zip(texts, festival([t for _, t in texts], voice)):
                to.add(pcm, label=label, text=text, voice="festival-" + voice)
    to.close()


def texts(locale):
    """Every phrase of a grammar."""
    return {p for c in grammar(locale)["commands"] for p in c["phrases"]}
