import Foundation
import JSON
import Testing
import Tokenizers

@Suite struct ChatPromptTests {
  private func prompt(
    template: String, bos: String? = "<s>", file: String = "tokenizer_config.json"
  ) throws -> ChatPrompt {
    let folder = TemporaryFolder()
    var json = JSONWriter()
    json.object { json in
      if file == "tokenizer_config.json" { json.member("chat_template", template) }
      json.member("bos_token", bos)
    }
    _ = try folder.write(json.text, to: "tokenizer_config.json")
    if file != "tokenizer_config.json" { _ = try folder.write(template, to: file) }
    return try ChatPrompt(folder: folder.url)
  }

  private static let chatML = """
    {% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + \
    '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
    """

  // Needs ../shared/reference/models.
  @Test(.enabled(if: SharedFiles.hasModels))
  func agreesWithReferencePrompts() throws {
    let families = [
      "gemma": "gemma", "gemma2": "gemma", "llama2": "llama-2", "llama3": "llama-3", "qwen2": "chatml",
      "qwen3": "chatml",
    ]
    for name in try SharedFiles.folders(in: SharedFiles.models) {
      let folder = SharedFiles.models.appending(path: name)
      let rows = try SharedFiles.rows(folder.appending(path: "golden.jsonl")).filter {
        $0["mode"]?.string != "base"
      }
      guard !rows.isEmpty else { continue }
      let prompt = try ChatPrompt(folder: folder)
      #expect(prompt.name == families[String(name.prefix { $0 != "-" })])
      #expect(prompt.allowsSystem == (prompt.name != "gemma"))
      let samples = Array(
        try #require(JSONDocument(contentsOf: folder.appending(path: "samples.json")).root.array))
      for row in rows {
        let sample = samples[try #require(row["index"]?.int)]
        let input = sample["input"]?.string ?? ""
        let user = (sample["instruction"]?.string ?? "") + (input.isEmpty ? "" : "\n" + input)
        let text =
          try prompt.render(user: user)
          + (sample["output"]?.string ?? "")
        #expect(Array(text.utf8) == row["text"]?.utf8Bytes.map(Array.init), "\(name)")
      }
    }
  }

  // Needs ../shared/tokenizers.
  @Test(.enabled(if: SharedFiles.hasTokenizers))
  func rendersPublishedTemplates() throws {
    let expected = [
      "phi-3": (
        "phi-3", "<|system|>\nS<|end|>\n<|user|>\nU<|end|>\n<|assistant|>\n",
        "<|user|>\nU<|end|>\n<|assistant|>\n"
      ),
      "qwen2.5": (
        "chatml", "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n",
        "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n"
          + "<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
      ),
      "qwen3": (
        "chatml", "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n",
        "<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
      ),
    ]
    for (folder, (name, withSystem, without)) in expected {
      let prompt = try ChatPrompt(folder: SharedFiles.tokenizers.appending(path: folder))
      #expect(prompt.name == name && prompt.allowsSystem)
      #expect(try prompt.render(system: "S", user: "U") == withSystem)
      #expect(try prompt.render(system: nil, user: "U") == without)
    }
  }

  @Test func rendersPlainChatML() throws {
    for file in ["tokenizer_config.json", "chat_template.jinja"] {
      let prompt = try prompt(template: Self.chatML, file: file)
      #expect(prompt.name == "chatml" && prompt.allowsSystem)
      let turn = "<|im_start|>user\n U \n<|im_end|>\n<|im_start|>assistant\n"
      #expect(try prompt.render(system: nil, user: " U \n") == turn)
      #expect(try prompt.render(system: "S", user: " U \n") == "<|im_start|>system\nS<|im_end|>\n" + turn)
      #expect(try prompt.render(system: nil, user: "{{ bos_token }}").contains("{{ bos_token }}"))
    }
  }

  @Test func rendersMistralWithoutSystem() throws {
    let prompt = try prompt(
      template: """
        {{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
        {{ raise_exception('Roles must alternate') }}{% endif %}{% if message['role'] == 'user' %}\
        {{ '[INST] ' + message['content'] + ' [/INST]' }}{% endif %}{% endfor %}
        """)
    #expect(prompt.name == "mistral" && !prompt.allowsSystem)
    #expect(try prompt.render(system: nil, user: "U") == "<s>[INST] U [/INST]")
    #expect(prompt.system == nil)
  }

  /// The header, the date line and the way in which Llama 3.2 asks for it, with a fixed day in place of a clock.
  @Test func rendersDateLineOfLlama32() throws {
    let prompt = try prompt(
      template: """
        {{- bos_token }}
        {%- if not date_string is defined %}
            {%- if strftime_now is defined %}
                {%- set date_string = strftime_now("%d %b %Y") %}
            {%- else %}
                {%- set date_string = "26 Jul 2024" %}
            {%- endif %}
        {%- endif %}

        {#- The system message goes into the right place. #}
        {%- if messages[0]['role'] == 'system' %}
            {%- set system_message = messages[0]['content']|trim %}
            {%- set messages = messages[1:] %}
        {%- else %}
            {%- set system_message = "" %}
        {%- endif %}
        {{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
        {%- if tools is not none %}
            {{- "Environment: ipython\\n" }}
        {%- endif %}
        {{- "Today Date: " + date_string + "\\n\\n" }}
        {{- system_message }}
        {{- "<|eot_id|>" }}
        {%- for message in messages %}
            {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
        {%- endif %}

        """, bos: "<|begin_of_text|>")
    #expect(prompt.name == "llama-3" && prompt.allowsSystem)
    let head = "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nToday Date: 26 Jul 2024\n\n"
    let tail =
      "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nU<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
    #expect(try prompt.render(system: nil, user: " U\n") == head + tail)
    #expect(try prompt.render(system: "S ", user: "U") == head + "S" + tail)
  }

  /// White space around tags, as `trim_blocks`, `lstrip_blocks` and the signs have it; expected text from Jinja 3.1.
  @Test func keepsAndDropsWhiteSpaceAsJinja() throws {
    let template = """
      {# comment #}
         {% if true %}
      {{ '<|im_start|>user' }}
      {{ messages[-1].content }}<|im_end|>
         {% endif %}
         {#- c -#}  \u{20}
        {%+ if messages|length > 0 %}<|im_start|>assistant
      {% endif %}


      """
    let prompt = try prompt(template: template)
    #expect(
      try prompt.render(system: nil, user: "U") == "<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n")
  }

  @Test func takesSpecialTokensAsObjects() throws {
    let folder = TemporaryFolder()
    _ = try folder.write(
      #"""
      {"bos_token": {"content": "<b>", "lstrip": false}, "chat_template": [{"name": "tool_use", "template": "x"},
       {"name": "default", "template": "{{ bos_token }}[INST] {{ messages[0].content }} [/INST]"}]}
      """#, to: "tokenizer_config.json")
    #expect(try ChatPrompt(folder: folder.url).render(system: nil, user: "U") == "<b>[INST] U [/INST]")
  }

  @Test func takesATemplateOfNoKnownFamily() throws {
    let prompt = try prompt(template: "### {{ messages[0].content }}\n### Answer:")
    #expect(prompt.name == "other" && !prompt.takesSystem)
    #expect(try prompt.render(user: "U") == "### U\n### Answer:")
  }

  @Test(arguments: ["{{ messages[0].content | upper }}", "{{ messages[0].content[:3] }}", "{{ messages }}"])
  func takesATemplateThatChangesTheQuestion(template: String) throws {
    #expect(try prompt(template: template).name == "other")
  }

  @Test func saysWhichOfSeveralTemplatesIsTaken() throws {
    let folder = TemporaryFolder()
    _ = try folder.write(
      #"""
      {"chat_template": [{"name": "default", "template": "A {{ messages[0].content }}"},
        {"name": "tool_use", "template": "B {{ messages[0].content }}"}]}
      """#, to: "tokenizer_config.json")
    _ = try folder.write(#"{"chat_template": "C {{ messages[0].content }}"}"#, to: "chat_template.json")
    let prompt = try ChatPrompt(folder: folder.url)
    #expect(try prompt.render(user: "U") == "A U")
    #expect(prompt.notes.count == 2)
    #expect(prompt.notes[0].contains("2 chat templates (default, tool_use); default is taken"))
    #expect(prompt.notes[1].contains("chat_template.json"))
  }

  @Test(arguments: [
    ("no question", "does not depend on the question"),
    ("{% for m in messages %}", "line 1: "), ("\n{{ messages[0] ", "line 2: "),
    ("\n\n{% import 'x' as y %}", "line 3: "),
    ("{{ messages | frobnicate }}", "filter \"frobnicate\""),
    ("{{ raise_exception('no') }}", "refuses"),
    ("{% for x in range(9999) %}{% for y in range(9999) %}{% endfor %}{% endfor %}", "steps"),
    ("\(double("'aaaaaaaa'"))", "bytes"), ("\(double("[1, 2, 3, 4]"))", "bytes"),
    ("{% set a = 'aaaaaaaa'|replace('a', 'aaaaaaaa') %}{% for x in range(9) %}\(grow)", "bytes"),
    (
      "{% set a = 'x' %}{% for x in range(9999) %}{% for y in range(90) %}\(long){% endfor %}{% endfor %}",
      "bytes"
    ),
    ("\(String(repeating: "{% if true %}", count: 10_000))", "deep"),
    ("{{ \(String(repeating: "(", count: 10_000))1\(String(repeating: ")", count: 10_000)) }}", "deep"),
    ("{{ \(String(repeating: "not ", count: 100_000))1 }}", "deep"),
    ("{{ 1\(String(repeating: " + 1", count: 100_000)) }}", "levels"),
    ("{{ x\(String(repeating: "[0]", count: 100_000)) }}", "levels"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "deep"),
    ("{{ 1 // 0 }}", "line 1: "), ("{{ \"\\x\" }}", "escape"),
  ])
  func refusesWhatItCannotRun(template: String, reason: String) {
    let error = #expect(throws: TokenizerError.self) { try self.prompt(template: template) }
    #expect(
      error?.description.contains("the chat template cannot be used: ") == true, "\(template.prefix(80))")
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    #expect(
      error?.description.hasSuffix("(chat_template in study.yml, --chat-template of strata compute).") == true
    )
  }

  @Test func takesATemplateOfTheUsers() throws {
    let folder = TemporaryFolder()
    _ = try folder.write(#"{"bos_token": "<s>", "chat_template": "{{ 1 }}"}"#, to: "tokenizer_config.json")
    func prompt(_ text: String, _ system: ChatSettings.System = .usual, _ name: String? = nil) throws
      -> ChatPrompt
    {
      let variables = name.map { [TemplateVariables.Member(name: $0, value: .bool(false))] } ?? []
      return try ChatPrompt(
        folder: folder.url,
        settings: ChatSettings(
          template: .init(text, name: "mine.jinja"), system: system, variables: TemplateVariables(variables)))
    }
    let whole =
      "{{ bos_token }}{% for m in messages %}{{ m.role[0] }}:{{ m.content }};{% endfor %}{{ 'T' if think }}"
    #expect(try prompt(whole).render(user: "U") == "<s>s:You are a helpful assistant.;u:U;")
    #expect(try prompt(whole, .none).render(user: "U") == "<s>u:U;")
    #expect(try prompt(whole, .text("S")).render(user: "U") == "<s>s:S;u:U;")
    #expect(try prompt(whole, .none, "think").variables == ["bos_token", "think"])
    for (text, system, name, reason) in [
      (
        "{{ messages[-1].content }}", ChatSettings.System.text("S"), nil,
        "no place for the message that `system`"
      ),
      (
        whole, .usual, "thinks",
        "does not read the variable \"thinks\" of `template_variables`; it reads bos_token, think"
      ),
      ("{{ user }}", .usual, nil, "does not depend on the question"),
    ] as [(String, ChatSettings.System, String?, String)] {
      let error = #expect(throws: TokenizerError.self) { try prompt(text, system, name) }
      #expect(error?.description.hasPrefix("mine.jinja: ") == true)
      #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }
  }

  @Test func saysWhichOfTwoTemplatesIsTaken() throws {
    let folder = TemporaryFolder()
    _ = try folder.write(#"{"chat_template": "A {{ messages[0].content }}"}"#, to: "tokenizer_config.json")
    _ = try folder.write("A {{ messages[0].content }}", to: "chat_template.jinja")
    #expect(try ChatPrompt(folder: folder.url).notes == [])
    _ = try folder.write("B {{ messages[0].content }}", to: "chat_template.jinja")
    #expect(try ChatPrompt(folder: folder.url).render(user: "U") == "B U")
    #expect(try ChatPrompt(folder: folder.url).notes.count == 1)
  }

  /// A template that doubles a value forty times.
  private static func double(_ value: String) -> String {
    "{% set n = namespace(a=\(value)) %}{% for i in range(40) %}{% set n.a = n.a + n.a %}{% endfor %}"
  }

  /// The end of a loop that puts a text into itself in place of each of its letters.
  private static let grow =
    "{% set n = namespace(a=a) %}{% set n.a = n.a|replace('a', n.a) %}{% set n.a = n.a|replace('a', n.a) %}"
    + "{% set n.a = n.a|replace('a', n.a) %}{% set n.a = n.a|replace('a', n.a) %}{% endfor %}"
  private static let long = String(repeating: "a few words ", count: 100)

  @Test func saysThatThereIsNoTemplate() throws {
    let folder = TemporaryFolder()
    let missing = #expect(throws: TokenizerError.self) { try ChatPrompt(folder: folder.url) }
    #expect(missing?.description.contains("no chat template") == true)
    _ = try folder.write(#"{"chat_template": null}"#, to: "tokenizer_config.json")
    let null = #expect(throws: TokenizerError.self) { try ChatPrompt(folder: folder.url) }
    #expect(null?.description.contains("no chat template") == true)
    _ = try folder.write(#"{"chat_template": 5}"#, to: "tokenizer_config.json")
    let number = #expect(throws: TokenizerError.self) { try ChatPrompt(folder: folder.url) }
    #expect(number?.description.contains("chat_template: expected a string, found 5") == true)
  }
}
