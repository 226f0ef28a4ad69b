import Ground
import XForms

/// Small forms written in a test.
enum FormFixture {
    static let surroundings = FormSession.Surroundings(
        now: Instant(milliseconds: 1_790_000_000_000), offsetSeconds: 8 * 3600, properties: ["deviceid": "test"], seed: 3)

    static func text(instance: String, model: String = "", body: String = "") -> String {
        """
        <?xml version="1.0"?>
        <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
          xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
        <h:head><h:title>Test</h:title><model>
        <instance><data id="t" version="7">\(instance)</data></instance>
        \(model)
        </model></h:head><h:body>\(body)</h:body></h:html>
        """
    }

    static func form(
        instance: String, model: String = "", body: String = "", attachments: XForm.Attachments = [:]
    ) throws -> XForm {
        try XForm(Array(text(instance: instance, model: model, body: body).utf8), file: "t.xml", attachments: attachments)
    }

    static func session(
        instance: String, model: String = "", body: String = "", attachments: XForm.Attachments = [:]
    ) throws -> FormSession {
        FormSession(try form(instance: instance, model: model, body: body, attachments: attachments), surroundings)
    }

    /// What is found wrong with a form.
    static func faults(instance: String, model: String = "", body: String = "") -> [String] {
        do {
            _ = try form(instance: instance, model: model, body: body)
            return []
        } catch let rejected as RejectedInput {
            return rejected.diagnostics.all.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }
}

extension FormSession {
    /// The answer at a path; nil where there is no such node.
    func value(_ path: String) -> String? { node(at: path).map { answer(of: $0) } }

    func isRelevant(_ path: String) -> Bool? { node(at: path).map { isRelevant($0) } }

    mutating func give(_ text: String, to path: String) -> Outcome? { node(at: path).map { answer($0, text) } }

    struct NotAdded: Error {}

    /// A new instance of a repeat.
    mutating func add(_ control: Int, in parent: Node) throws -> Node {
        guard let node = addInstance(of: control, in: parent) else { throw NotAdded() }
        return node
    }

    /// The control of the field at a path.
    func control(_ path: String) -> Int? {
        guard let field = form.field(at: path) else { return nil }
        return form.controls.firstIndex { $0.field == field }
    }
}
