"""The starter models' tokeniser: one token a character, so digits stay digits, bytes for the rest of Unicode, and whole
tokens for the practice suite's fixed phrases, which halves the length of its texts."""

import re
import sys

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers
from transformers import PreTrainedTokenizerFast

PAD, UNKNOWN, START, END = "<|pad|>", "<unk>", "<|im_start|>", "<|im_end|>"
# ChatML headers as single tokens: the text is plain ChatML, only shorter to read and write.
USER, ASSISTANT, SYSTEM = f"{START}user\n", f"{START}assistant\n", f"{START}system\n"
CONTROL = [PAD, UNKNOWN, START, END, USER, ASSISTANT, SYSTEM]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
SPACE = "\u2581"
CHARACTERS = ["\n"] + [SPACE if code == 32 else chr(code) for code in range(32, 127)]
PHRASES = (
    ["Answer: ", "What is ", "letter ", " of ", "Reverse the word ", "Write ", " in capitals.", "How many times is ", " in "]
    + ["Sort the letters of ", " from z to a.", "Remove every ", " from ", ", then reverse it.", "Shift each letter of "]
    + [" forward by ", "It is ", ". What day and time is it ", " minutes later?", " h ", " min later?", "What date is "]
    + [" days after ", "What month is ", " months after ", "How many days from ", " to ", "Which is largest: "]
    + ["Which is smallest: ", "What comes next: ", "The steps grow evenly: ", "If ", ", which is ", "second ", "largest?"]
    + ["smallest?", "What day is ", "January", "February", "March", "April", "June", "July", "August", "September"]
    + ["October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)
VOCABULARY = CONTROL + BYTES + CHARACTERS + PHRASES
# Rows of the embedding come in blocks of 32, as quantised files want them.
VOCABULARY_SIZE = (len(VOCABULARY) + 31) // 32 * 32
IDS = {token: number for number, token in enumerate(VOCABULARY)}
CHARACTER_IDS = {character.replace(SPACE, " "): IDS[character] for character in CHARACTERS}

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)

_phrase = re.compile("(" + "|".join(re.escape(phrase) for phrase in sorted(PHRASES, key=len, reverse=True)) + ")")


def encode(text: str, with_phrases: bool = True) -> list[int]:
    """The ids of plain text; without phrases every character is its own token, as in words the suite never says."""
    ids: list[int] = []
    for number, part in enumerate(_phrase.split(text) if with_phrases else [text]):
        if number % 2:
            ids.append(IDS[part])
            continue
        for character in part:
            known = CHARACTER_IDS.get(character)
            ids.extend([known] if known is not None else [IDS[f"<0x{byte:02X}>"] for byte in character.encode()])
    return ids


def build() -> PreTrainedTokenizerFast:
    """The same tokeniser for transformers and TRL."""
    vocabulary = {token: number for number, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token=UNKNOWN, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", SPACE)
    tokenizer.decoder = decoders.Sequence([decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in CONTROL])
    tokenizer.add_tokens([AddedToken(token, normalized=False, special=False) for token in PHRASES])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=PAD, eos_token=END, unk_token=UNKNOWN, padding_side="left"
    )
    fast.chat_template = CHAT_TEMPLATE
    return fast


if __name__ == "__main__":
    build().save_pretrained(sys.argv[1])
