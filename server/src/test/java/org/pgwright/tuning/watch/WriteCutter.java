package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a repository, reads along what its clients write (manual, section 54.2), and cuts a
 * connection once at the first write of a transaction.
 */
final class WriteCutter implements AutoCloseable {
    private static final Pattern WRITE =
            Pattern.compile(
                    "(?is)\\b(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+(?!SET\\b|OF\\b|SKIP\\b)(\\w+)");

    /** Where the connection is cut. */
    enum Where {
        /** Before the server sees the write: all of its transaction is rolled back. */
        BEFORE_IT,
        /** After the server has committed it, and before it can say so. */
        AFTER_ITS_COMMIT
    }

    private record Cut(String write, Where where) {}

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<String> seen = new LinkedHashSet<>();
    private final AtomicReference<@Nullable Cut> armed = new AtomicReference<>();

    WriteCutter(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What transactions so far wrote first, such as {@code insert into job}. */
    Set<String> seen() {
        synchronized (seen) {
            return new LinkedHashSet<>(seen);
        }
    }

    void cutOnce(String write, Where where) {
        armed.set(new Cut(write, where));
    }

    /** Whether the cut is still to come; it comes no more. */
    boolean disarm() {
        return armed.getAndSet(null) != null;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Session session = new Session(client, server);
                Thread.ofVirtual().start(session::toServer);
                Thread.ofVirtual().start(session::toClient);
            }
        } catch (IOException closed) {
            return;
        }
    }

    /** One connection. */
    private final class Session implements Closeable {
        private final Socket client;
        private final Socket server;
        private final Map<String, String> statements = new HashMap<>();
        private final Map<String, String> portals = new HashMap<>();
        private boolean hasWritten;
        private boolean cutsAtCommit;
        private volatile boolean losesTheAnswer;

        private Session(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void toServer() {
            try (this) {
                DataInputStream in =
                        new DataInputStream(new BufferedInputStream(client.getInputStream()));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
                int code;
                do {
                    byte[] start = body(in);
                    write(out, start);
                    code = number(start);
                } while (code >> 16 == 1234);
                boolean goesOn = true;
                while (goesOn) {
                    int type = in.readUnsignedByte();
                    byte[] body = body(in);
                    goesOn = passes(type, body);
                    if (goesOn) {
                        out.writeByte(type);
                        write(out, body);
                    }
                }
            } catch (IOException ended) {
                return;
            }
        }

        private boolean passes(int type, byte[] body) {
            if (type == 'P') {
                statements.put(text(body, 0), text(body, 1));
            } else if (type == 'B') {
                portals.put(text(body, 0), statements.getOrDefault(text(body, 1), ""));
            } else if (type == 'E') {
                return executes(portals.getOrDefault(text(body, 0), ""));
            } else if (type == 'Q') {
                return executes(text(body, 0));
            }
            return true;
        }

        private boolean executes(String sql) {
            if (sql.equals("COMMIT")) {
                losesTheAnswer = cutsAtCommit;
                return true;
            }
            if (sql.equals("BEGIN")) {
                hasWritten = false;
                cutsAtCommit = false;
            }
            Matcher write = WRITE.matcher(sql);
            if (!hasWritten && write.find()) {
                hasWritten = true;
                String kind =
                        (write.group(1) + " " + write.group(2))
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("\\s+", " ");
                synchronized (seen) {
                    seen.add(kind);
                }
                Cut cut = armed.get();
                if (cut != null && cut.write().equals(kind) && armed.compareAndSet(cut, null)) {
                    if (cut.where() == Where.BEFORE_IT) {
                        return false;
                    }
                    cutsAtCommit = true;
                }
            }
            return true;
        }

        private void toClient() {
            try (this) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[8192];
                int length = in.read(buffer);
                while (length >= 0 && !losesTheAnswer) {
                    out.write(buffer, 0, length);
                    length = in.read(buffer);
                }
            } catch (IOException ended) {
                return;
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    /** What follows a length of four bytes. */
    private static byte[] body(DataInputStream in) throws IOException {
        int length = in.readInt() - 4;
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the client ended within a message");
        }
        return body;
    }

    private static void write(DataOutputStream out, byte[] body) throws IOException {
        out.writeInt(body.length + 4);
        out.write(body);
        out.flush();
    }

    private static int number(byte[] body) {
        return ByteBuffer.wrap(body).getInt();
    }

    /** One of the texts that a message begins with, each ended by a zero. */
    private static String text(byte[] body, int index) {
        int from = 0;
        for (int skipped = 0; skipped < index; skipped++) {
            while (body[from] != 0) {
                from++;
            }
            from++;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = from; body[i] != 0; i++) {
            text.write(body[i]);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
