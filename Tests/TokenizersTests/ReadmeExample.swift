import Foundation
import Testing
import Tokenizers

@Suite struct ReadmeExample {
  @Test func encodesAPrompt() throws {
    let folder = Fixtures.root.appending(path: "examples/miniature/models/base")
    // README example
    let tokenizer = try Tokenizer(folder: folder)  // the URL of a checkpoint folder
    let chat = try ChatPrompt(folder: folder)

    let prompt = try chat.render(system: nil, user: "Name a prime.")
    let ids = try tokenizer.encode(prompt, addSpecialTokens: false)
    let lastToken = try tokenizer.encodeWithOffsets(prompt, addSpecialTokens: false).last

    print(chat.name)  // chatml
    print(tokenizer.decode(ids) == prompt)  // true
    print(lastToken?.range.upperBound == prompt.utf8.count)  // true
    // end of example
    #expect(chat.name == "chatml")
    #expect(tokenizer.decode(ids).utf8.elementsEqual(prompt.utf8))
    #expect(lastToken?.range.upperBound == prompt.utf8.count)
  }
}
