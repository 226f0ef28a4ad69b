import ArgumentParser
import Foundation
import Ground
import Trajectories

/// `concentric track keys`: makes an owner's keys, or prints the card of those that are there.
struct TrackKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make your keys, or print the card of your keys.",
        discussion: """
            The file is the only way to your tracks: whoever has it reads them, and without it nobody does. The card is public: it is what is \
            registered, and what an owner needs to grant you something.
            """)

    @Option(help: "Where new keys go; the file must not be there yet.")
    var out: String?

    @Option(help: "A file of keys, to print its card.")
    var of: String?

    func run() async throws {
        try await TrackFaults.reported {
            switch (out, of) {
            case (let out?, nil):
                let keys = OwnerKeys()
                let isMade = FileManager.default.createFile(
                    atPath: out + ".part", contents: Data(KeyText.write(keys).utf8), attributes: [.posixPermissions: 0o600])
                // A hard link refuses a name that is taken: no key is ever written over.
                guard isMade, link(out + ".part", out) == 0 else {
                    unlink(out + ".part")
                    throw RejectedInput("cannot be made, or is there already", at: Place(out))
                }
                unlink(out + ".part")
                print(Hexadecimal.text(keys.card.bytes))
            case (nil, let of?):
                print(Hexadecimal.text(try KeyText.read(of).card.bytes))
            default:
                throw RejectedInput("say where new keys go, or whose card is wanted", at: Place("--out, --of"), advice: "one of the two")
            }
        }
    }
}
