internal import Foundation

/// What a process does that holds positions in the open for a while, so that nothing of them stays where it was.
enum MemoryCare {
    private static let tunables = "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"

    /// Lets the C library overwrite whatever is given back to it – arrays, strings, buffers of sockets – and forbids dumps of this process's
    /// memory. The library reads its settings at the start only, so the program starts itself anew.
    static func take() {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        let name = "GLIBC_TUNABLES"
        let present = ProcessInfo.processInfo.environment[name] ?? ""
        guard !present.contains("glibc.malloc.perturb") else { return }
        setenv(name, present.isEmpty ? tunables : present + ":" + tunables, 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        for argument in arguments { free(argument) }
        Terminal.note("warning: memory that is given back is not overwritten: the program could not start itself anew")
    }
}
