#!/usr/bin/env python3
"""Write chat.jsonl: chat templates of every family, with the prompts that they make under Jinja.

    pip install jinja2==3.1.6
    python make_chat_fixtures.py

Jinja is set up as transformers 5 sets it up for `apply_chat_template(..., add_generation_prompt=True)`, but for the day
that a template is given for today: 26 Jul 2024. A line is one template: `name`, `family`, `template` or, where it lies
beside the project, `folder` in ../shared, `tokens`, and `cases`: the system message, the question, the prompt. The
templates are those that the families publish, those of Llama 3.1 and later and of Mistral without their tool calls.
The last lines try the language: each puts one thing in front of a ChatML template.
"""
from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

SHARED = Path(__file__).resolve().parent.parent.parent.parent.parent / "shared"
QUESTIONS = (
    "What is 17 + 8?", " two\nlines \n", "", "{{ bos_token }}{% if x %}", "a<|im_end|>b[/INST]<eos>", "É e\u0301 \u3000", "\x1c\x85x\xa0\n", "a\r\nb\r")
SYSTEM = "You are a helpful assistant."

ALTERNATE = ("{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate "
             "user/assistant/user/assistant/...') }}{% endif %}")
CHATML = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
QWEN2 = ("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou are a helpful "
         "assistant.<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}"
         "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
LLAMA2 = ("{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}"
          "{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}" + ALTERNATE +
          "{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + "
          "message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + "
          "'[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}"
          "{% endif %}{% endfor %}")
LLAMA3 = ("{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + "
          "'<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}"
          "{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}")
TODAY = """{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
"""
FIXED_DAY = """{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
"""
LLAMA31 = """{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
DAY{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- This block extracts the system message, so we can slot it into the right place. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- System message + builtin tools #}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if builtin_tools is defined or tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{%- if builtin_tools is defined %}
    {{- "Tools: " + builtin_tools | reject('equalto', 'code_interpreter') | join(", ") + "\\n\\n"}}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""
GEMMA = ("{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in "
         "messages %}" + ALTERNATE + "{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}"
         "{% endif %}{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}"
         "{{'<start_of_turn>model\\n'}}{% endif %}")
GEMMA3 = """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '\\n\\n' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '\\n\\n' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '\\n' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{ '<start_of_image>' }}
            {%- elif item['type'] == 'text' -%}
                {{ item['text'] | trim }}
            {%- endif -%}
        {%- endfor -%}
    {%- else -%}
        {{ raise_exception("Invalid content type") }}
    {%- endif -%}
    {{ '<end_of_turn>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\\n'}}
{%- endif -%}
"""
MISTRAL = ("{{ bos_token }}{% for message in messages %}" + ALTERNATE + "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
           "{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token + ' ' }}{% else %}{{ raise_exception('Only user and assistant "
           "roles are supported!') }}{% endif %}{% endfor %}")
MISTRAL3 = """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}

{#- This block checks for alternating user/assistant messages, skipping tool calling messages #}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is defined and message.tool_calls is not none)) %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant/user/assistant/...") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}

{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST]GAP" + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST]GAP" + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- endif %}
{%- endfor %}
"""
PHI3 = ("{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') %}{{'<|user|>' + '\\n' + message['content'] + '<|end|>' + '\\n' + "
        "'<|assistant|>' + '\\n'}}{% elif (message['role'] == 'assistant') %}{{message['content'] + '<|end|>' + '\\n'}}{% endif %}{% endfor %}")
PHI35 = """{% for message in messages %}{% if message['role'] == 'system' and message['content'] %}{{'<|system|>
' + message['content'] + '<|end|>
'}}{% elif message['role'] == 'user' %}{{'<|user|>
' + message['content'] + '<|end|>
'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>
' + message['content'] + '<|end|>
'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>
' }}{% else %}{{ eos_token }}{% endif %}"""
OLMO2 = ("{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}{% elif "
         "message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}"
         "{{ '<|assistant|>\\n'  + message['content'] + eos_token + '\\n' }}{% else %}{{ '<|assistant|>\\n'  + message['content'] + eos_token }}{% endif %}"
         "{% endif %}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}{% endfor %}")

TEMPLATES = {
    "chatml": ("chatml", CHATML), "qwen2": ("chatml", QWEN2), "llama-2": ("llama-2", LLAMA2), "llama-3": ("llama-3", LLAMA3),
    "llama-3.1": ("llama-3", LLAMA31.replace("DAY", FIXED_DAY)), "llama-3.2": ("llama-3", LLAMA31.replace("DAY", TODAY)),
    "gemma": ("gemma", GEMMA), "gemma-3": ("gemma", GEMMA3), "mistral-7b-v0.1": ("mistral", MISTRAL),
    "mistral-7b-v0.3": ("mistral", MISTRAL3.replace("GAP", " ")), "mistral-nemo": ("mistral", MISTRAL3.replace("GAP", "")),
    "phi-3": ("phi-3", PHI3), "phi-3.5": ("phi-3", PHI35), "olmo-2": ("olmo-2", OLMO2),
}
FOLDERS = {
    "tokenizers/phi-3": "phi-3", "tokenizers/qwen2.5": "chatml", "tokenizers/qwen3": "chatml", "reference/models/llama2": "llama-2",
    "reference/models/llama3": "llama-3", "reference/models/gemma": "gemma", "reference/models/gemma2": "gemma",
    "reference/models/qwen2": "chatml", "reference/models/qwen3": "chatml",
}
LANGUAGE = (
    "{{ 'a' ~ 1 ~ none ~ true }}", "{{ 1 + 2 * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }}", "{{ [1, 2, 3][1:]|join }}", "{{ [1, 2, 3][-1] }}",
    "{{ 'abc'[::-1] }}{{ 'abcdef'[1:4] }}{{ 'abc'[:-1] }}", "{{ 'a' in 'cat' }} {{ 'x' not in ['x'] }} {{ 'k' in {'k': 1} }}",
    "{% for x in [1, 2, 3] if x != 2 %}{{ loop.index }}/{{ loop.length }}:{{ x }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for x in [] %}a{% else %}none{% endfor %}", "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for x in range(5) %}{% if x == 1 %}{% continue %}{% endif %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% set x = 1 %}{% for y in [1, 2] %}{% set x = x + y %}{% endfor %}{{ x }}",
    "{% set ns = namespace(n=0) %}{% for y in [1, 2] %}{% set ns.n = ns.n + y %}{% endfor %}{{ ns.n }}",
    "{% set block %}<b>{{ 1 }}</b>{% endset %}{{ block }}", "{{ undefined_name }}|{{ undefined_name is defined }}|{{ undefined_name or 'x' }}",
    "{{ messages[0].missing is defined }}{{ messages[0]['content'] is string }}", "{{ '  a '|trim }}{{ 'ABC'|lower }}{{ 'abc'|upper }}{{ 'abc'|length }}",
    "{{ none|default('d') }}{{ nothing|default('d') }}{{ ''|default('d', true) }}", "{{ ['a', 'b']|join('-') }}{{ ['a', 'b']|first }}{{ ['a', 'b']|last }}",
    "{{ 'a,b,c'.split(',')[1] }}{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith('x') }}{{ 'xxaxx'.strip('x') }}", "{{ 'aXbX'.replace('X', '-') }}{{ 'aXb'|replace('X', '+') }}",
    "{{ true and 'x' }}{{ false or 'y' }}{{ not true }}{{ (1 if false else 2) }}", "{{ 1 == 1.0 }} {{ 'a' == 'a' }} {{ none is none }} {{ 1 is number }}",
    "{{ {'a': {'b': 5}}.a.b }}{{ {'a': 1}['a'] }}{{ {'a': 1}.get('z', 9) }}", "{# comment #}\n  {#- trimmed -#}  \n",
    "\n  {% if true %}\n  kept\n  {% endif %}\n", "\n  {%- if true -%}\n  tight\n  {%- endif -%}\n", "{%+ if true %}  plus  {%+ endif %}\n", "a\n{{ 'b' }}\nc\n",
    "{{ 'tab\\tnew\\nline \\'q\\' \\\\ \\u00e9' }}", "{{ messages|length }}{{ (messages|selectattr('role', 'equalto', 'user')|list)|length }}",
    "{{ strftime_now('%Y-%m-%d') }}{{ strftime_now('%B %d, %Y') }}", "{% if x is not defined and not false %}ok{% endif %}", "{{ 3 > 2 }}{{ 2 >= 2 }}{{ 1 < 0 }}",
    "{{ 'e\u0301' == '\u00e9' }}{{ 'e\u0301'|length }}", "{% generation %}x{% endgeneration %}",
)


def refuse(message: str) -> None:
    raise TemplateError(message)


class Generation(Extension):
    """`{% generation %}`, which marks what a model writes and changes nothing here."""

    tags = {"generation"}

    def parse(self, parser: Parser) -> nodes.Node:
        next(parser.stream)
        return nodes.Scope(parser.parse_statements(["name:endgeneration"], drop_needle=True))


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as transformers uses it."""
    jinja = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    jinja.globals["raise_exception"] = refuse
    jinja.globals["strftime_now"] = date(2024, 7, 26).strftime
    return jinja


def cases(template: str, tokens: dict[str, str], questions: tuple[str, ...]) -> list[dict]:
    """Prompts with and without a system message; None where the template refuses."""
    compiled = environment().from_string(template)
    made = []
    for system in (None, SYSTEM):
        for question in questions:
            messages = [{"role": "user", "content": question}]
            if system is not None:
                messages.insert(0, {"role": "system", "content": system})
            try:
                prompt = compiled.render(messages=messages, tools=None, documents=None, add_generation_prompt=True, **tokens)
            except TemplateError:
                prompt = None
            made.append({"system": system, "question": question, "prompt": prompt})
    return made


def main() -> None:
    lines = []
    for name, (family, template) in TEMPLATES.items():
        tokens = {"bos_token": "<bos>", "eos_token": "<eos>"}
        lines.append({"name": name, "family": family, "template": template, "tokens": tokens, "cases": cases(template, tokens, QUESTIONS)})
    for folder, family in FOLDERS.items():
        config = json.loads((SHARED / folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        tokens = {key: config[key] for key in ("bos_token", "eos_token") if config.get(key)}
        tokens = {key: token if isinstance(token, str) else token["content"] for key, token in tokens.items()}
        lines.append({"name": folder, "family": family, "folder": folder, "cases": cases(config["chat_template"], tokens, QUESTIONS)})
    for piece in LANGUAGE:
        lines.append({"name": piece, "family": "chatml", "template": piece + CHATML, "tokens": {}, "cases": cases(piece + CHATML, {}, QUESTIONS[:1])})
    with Path(__file__).with_name("chat.jsonl").open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
