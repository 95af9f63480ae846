"""The starter models' shapes. Qwen3 and Qwen3-MoE, because llama.cpp runs both; every width is a multiple of 32, the
block of an 8-bit file."""

import torch
from transformers import AttentionInterface, PretrainedConfig, PreTrainedModel, Qwen3Config, Qwen3ForCausalLM
from transformers import Qwen3MoeConfig, Qwen3MoeForCausalLM

import tokenizer

CONTEXT_LENGTH = 1024
_HEAD = 32

_specialist = dict(hidden_size=128, intermediate_size=288, num_hidden_layers=6, num_key_value_heads=2)
# Which families each model learns, and how large it is.
EXPERTS: dict[str, dict] = {
    "arithmetic": dict(families=["arithmetic"], size=_specialist),
    "words": dict(families=["words"], size=_specialist),
    "calendar-series": dict(families=["calendar", "series"], size=_specialist),
    "generalist": dict(
        families=["arithmetic", "words", "calendar", "series"],
        size=dict(hidden_size=256, intermediate_size=576, num_hidden_layers=6, num_key_value_heads=4),
    ),
    "generalist-moe": dict(
        families=["arithmetic", "words", "calendar", "series"],
        size=dict(hidden_size=256, num_hidden_layers=4, num_key_value_heads=2, moe_intermediate_size=128)
        | dict(intermediate_size=128, num_experts=8, num_experts_per_tok=2),
    ),
    "toy": dict(
        families=["words"], size=dict(hidden_size=96, intermediate_size=256, num_hidden_layers=3, num_key_value_heads=1)
    ),
}


def configuration(size: dict) -> PretrainedConfig:
    """The transformers configuration of a size."""
    shared = dict(
        vocab_size=tokenizer.VOCABULARY_SIZE,
        num_attention_heads=size["hidden_size"] // _HEAD,
        head_dim=_HEAD,
        max_position_embeddings=CONTEXT_LENGTH,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.IDS[tokenizer.PAD],
        eos_token_id=tokenizer.IDS[tokenizer.END],
        bos_token_id=None,
        initializer_range=0.5 * size["hidden_size"] ** -0.5,
    )
    if "num_experts" in size:
        return Qwen3MoeConfig(**shared, **size, norm_topk_prob=True, router_aux_loss_coef=0.01, output_router_logits=True)
    return Qwen3Config(**shared, **size)


def create(name: str) -> PreTrainedModel:
    """A new model with random weights."""
    config = configuration(EXPERTS[name]["size"])
    return (Qwen3MoeForCausalLM if config.model_type == "qwen3_moe" else Qwen3ForCausalLM)(config)


def parameter_counts(model: PreTrainedModel) -> dict[str, int]:
    """All parameters, and those a token passes through."""
    total = sum(parameter.numel() for parameter in model.parameters())
    config = model.config
    if config.model_type != "qwen3_moe":
        return {"total": total, "active": total}
    experts = sum(p.numel() for name, p in model.named_parameters() if ".experts." in name)
    idle = experts * (config.num_experts - config.num_experts_per_tok) // config.num_experts
    return {"total": total, "active": total - idle}


def plain_attention(module, query, key, value, attention_mask, scaling, **_):
    """Causal attention on short rows. PyTorch's fused kernel is four times slower backwards in bfloat16 on a CPU."""
    groups, length = module.num_key_value_groups, query.shape[2]
    key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    future = torch.full((length, length), -1e4, dtype=query.dtype).triu(1)
    scores = (query @ key.transpose(2, 3)) * scaling + future
    return (scores.softmax(-1) @ value).transpose(1, 2).contiguous(), None


AttentionInterface.register("plain", plain_attention)
