package import NIOCore
internal import Trajectories

/// Overwrites what a socket has received as soon as it is passed on.
///
/// NIO reads into memory that it uses again and again: without this the last positions of every size would stand there for long, in the
/// open. What is passed on is a copy, whose memory goes with it. What the handlers behind left on the stack goes as well.
package final class ReceiveWiper: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    package init() {}

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let received = unwrapInboundIn(data)
        let copy = ByteBuffer(bytes: received.readableBytesView)
        // Nobody else reads these bytes: whoever would change them through the buffer would change a copy instead.
        received.withUnsafeReadableBytes { Wiping.wipe(UnsafeMutableRawBufferPointer(mutating: $0)) }
        context.fireChannelRead(wrapInboundOut(copy))
        Wiping.wipeStack()
    }
}
