import Foundation

/// The reference data that tests compare with: published results and those of independent programs.
///
/// It is looked for in `REFERENCE_DATA`, by default in `../shared/data` beside the checkout. Suites that need it carry
/// `.enabled(if: Reference.isPresent)`; the test command says when they were skipped, and continuous integration fails then.
public enum Reference {
    public static let folder = ProcessInfo.processInfo.environment["REFERENCE_DATA"] ?? "../shared/data"

    public static let isPresent = FileManager.default.fileExists(atPath: folder + "/README.md")

    /// The path of a reference file, given relative to the data folder.
    public static func path(_ relative: String) -> String { folder + "/" + relative }
}
