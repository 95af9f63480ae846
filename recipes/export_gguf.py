"""Writes a trained model as one GGUF file for llama.cpp: `python export_gguf.py work/arithmetic out.gguf --type f16`."""

import argparse
import os

import gguf
import numpy
import torch
from gguf import GGMLQuantizationType, LlamaFileType, TokenType
from transformers import AutoModelForCausalLM

import tokenizer

_PLAIN = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "mlp.gate": "ffn_gate_inp",
}
_TYPES = {
    "f32": (GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
    "f16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
}


def renamed(name: str, tensor: torch.Tensor):
    """llama.cpp's names of a transformers tensor; the routed experts' joined gate and up matrices come apart."""
    if name == "model.embed_tokens.weight":
        yield "token_embd.weight", tensor
    elif name == "model.norm.weight":
        yield "output_norm.weight", tensor
    elif name.startswith("model.layers."):
        _, _, layer, rest = name.split(".", 3)
        if rest == "mlp.experts.gate_up_proj":
            gate, up = tensor.chunk(2, dim=1)
            yield f"blk.{layer}.ffn_gate_exps.weight", gate
            yield f"blk.{layer}.ffn_up_exps.weight", up
        elif rest == "mlp.experts.down_proj":
            yield f"blk.{layer}.ffn_down_exps.weight", tensor
        else:
            yield f"blk.{layer}.{_PLAIN[rest.removesuffix('.weight')]}.weight", tensor


def write_settings(writer: gguf.GGUFWriter, config, name: str, file_type: LlamaFileType) -> None:
    writer.add_name(name)
    writer.add_license("apache-2.0")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(float(config.rope_parameters["rope_theta"]))
    writer.add_vocab_size(config.vocab_size)
    writer.add_file_type(file_type)
    if config.model_type == "qwen3_moe":
        writer.add_expert_count(config.num_experts)
        writer.add_expert_used_count(config.num_experts_per_tok)
        writer.add_expert_feed_forward_length(config.moe_intermediate_size)


def write_tokenizer(writer: gguf.GGUFWriter, size: int) -> None:
    tokens = tokenizer.VOCABULARY + [f"<|spare_{number}|>" for number in range(size - len(tokenizer.VOCABULARY))]
    types = [TokenType.NORMAL] * size
    for number, token in enumerate(tokens):
        if token in tokenizer.CONTROL:
            types[number] = TokenType.UNKNOWN if token == tokenizer.UNKNOWN else TokenType.CONTROL
        elif token in tokenizer.BYTES:
            types[number] = TokenType.BYTE
        elif token in tokenizer.PHRASES:
            types[number] = TokenType.USER_DEFINED
        elif token.startswith("<|spare_"):
            types[number] = TokenType.UNUSED
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([token.encode() for token in tokens])
    writer.add_token_scores([0.0] * size)
    writer.add_token_types(types)
    writer.add_eos_token_id(tokenizer.IDS[tokenizer.END])
    writer.add_eot_token_id(tokenizer.IDS[tokenizer.END])
    writer.add_unk_token_id(tokenizer.IDS[tokenizer.UNKNOWN])
    writer.add_pad_token_id(tokenizer.IDS[tokenizer.PAD])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(tokenizer.CHAT_TEMPLATE)


def export(source: str, target: str, kind: str) -> None:
    model = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32)
    matrix_type, file_type = _TYPES[kind]
    name = os.path.basename(target).removesuffix(".gguf")
    writer = gguf.GGUFWriter(target + ".tmp", "qwen3moe" if model.config.model_type == "qwen3_moe" else "qwen3")
    write_settings(writer, model.config, name, file_type)
    write_tokenizer(writer, model.config.vocab_size)
    for original, tensor in model.state_dict().items():
        for renamed_name, values in renamed(original, tensor):
            array = numpy.ascontiguousarray(values.numpy())
            # Norms and the router are tiny and sensitive: they stay in 32 bits.
            exact = array.ndim < 2 or "ffn_gate_inp" in renamed_name
            chosen = GGMLQuantizationType.F32 if exact else matrix_type
            writer.add_tensor(renamed_name, gguf.quants.quantize(array, chosen), raw_dtype=chosen)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    os.replace(target + ".tmp", target)
    print(target, os.path.getsize(target), "bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--type", choices=_TYPES, default="f16")
    options = parser.parse_args()
    export(options.source, options.target, options.type)
