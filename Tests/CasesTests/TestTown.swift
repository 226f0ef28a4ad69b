import City
import Ground
import Workflows

/// The shipped city with one thing changed.
enum TestTown {
    /// Kunming with another text of its demand procedure.
    static func kunming(_ change: (String) -> String) throws -> City {
        var city = Town.kunming
        let old = city.workflowTexts["demand"] ?? ""
        let text = change(old)
        precondition(text != old, "nothing was changed")
        var diagnostics = Diagnostics()
        guard let workflow = Workflow.read(text, file: "demand.yaml", diagnostics: &diagnostics), !diagnostics.hasErrors else {
            throw RejectedInput(diagnostics)
        }
        city.workflows["demand"] = workflow
        city.workflowTexts["demand"] = text
        return city
    }

    /// Kunming with two more abilities: its dispatchers may propose exclusions, its supervisors review them.
    static let withExclusions: City = {
        var city = Town.kunming
        let posts = city.posts.all.map { post in
            var post = post
            if post.abilities.contains("dispatcher") { post.abilities.insert("exclusion-proposer") }
            if post.abilities.contains("supervisor") { post.abilities.formUnion(["exclusion-reviewer", "exclusion-proposer"]) }
            return post
        }
        city.posts = PostCatalogue(posts, demonstration: city.posts.demonstration)
        return city
    }()
}
