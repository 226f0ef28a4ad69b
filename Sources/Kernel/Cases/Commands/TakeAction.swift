package import Workflows

/// Any action of the case's workflow, by its name: what pages with a workflow's own buttons send.
package struct TakeAction: Sendable, Hashable {
    package var target: Target
    package var action: ActionName
    package var given: Given

    package init(_ action: ActionName, on target: Target, given: Given = Given()) {
        self.action = action
        self.target = target
        self.given = given
    }
}
