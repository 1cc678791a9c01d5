package org.pgwright.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import javax.net.SocketFactory;

/**
 * A pooler before a database on loopback that, as PgBouncer does for transactions, gives each
 * transaction of a client to another one of its sessions, with whatever was set there before. It
 * lets everybody in, and serves one client at a time.
 */
public final class TransactionPooler implements AutoCloseable {
    private static final int SESSIONS = 2;
    private static final int PROTOCOL = 3 << 16;
    private static final int SAME_MAJOR = 0xffff_0000;

    /** SSLRequest and GSSENCRequest (manual, section "Message Formats"). */
    private static final List<Integer> ENCRYPTIONS = List.of(80877103, 80877104);

    /** What a client is told in the beginning, as the session is not known then. */
    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "server_version",
                    "18.0",
                    "server_encoding",
                    "UTF8",
                    "client_encoding",
                    "UTF8",
                    "DateStyle",
                    "ISO, MDY",
                    "TimeZone",
                    "UTC",
                    "integer_datetimes",
                    "on",
                    "standard_conforming_strings",
                    "on");

    /** The driver signs in; what it reads and writes afterwards is the pooler's. */
    private record Session(Connection login, Socket socket) {}

    /** Makes sockets, and keeps the last one of its thread. */
    public static final class Kept extends SocketFactory {
        private static final ThreadLocal<Socket> LAST = new ThreadLocal<>();

        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            LAST.set(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new UnknownHostException(host);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            throw new UnknownHostException(host);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new UnknownHostException(host.toString());
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            throw new UnknownHostException(host.toString());
        }
    }

    private final ServerSocket listener;
    private final List<Session> sessions = new ArrayList<>();
    private final Deque<Session> idle = new ArrayDeque<>();

    private TransactionPooler(ServerSocket listener) {
        this.listener = listener;
    }

    /** Opens one, with its sessions. */
    public static TransactionPooler before(TestDatabase database) {
        try {
            TransactionPooler pooler =
                    new TransactionPooler(
                            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            for (int i = 0; i < SESSIONS; i++) {
                pooler.sessions.add(login(database));
            }
            pooler.idle.addAll(pooler.sessions);
            Thread.ofVirtual().start(pooler::accept);
            return pooler;
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Session login(TestDatabase database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("socketFactory", Kept.class.getName());
        Connection login =
                database.server()
                        .connect(database.user(), database.name(), database.password(), properties);
        return new Session(login, Kept.LAST.get());
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                serve(
                        new DataInputStream(client.getInputStream()),
                        new DataOutputStream(client.getOutputStream()));
            } catch (IOException ended) {
                // The client has gone, or we have.
            }
        }
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException {
        if (!greet(in, out)) {
            return;
        }
        Session session = idle.removeFirst();
        try {
            for (byte type = in.readByte(); type != 'X'; type = in.readByte()) {
                DataOutputStream to = new DataOutputStream(session.socket().getOutputStream());
                write(to, type, read(in));
                if (type == 'Q' || type == 'S') {
                    boolean isOver = answer(session, out);
                    if (isOver) {
                        idle.addLast(session);
                        session = idle.removeFirst();
                    }
                }
            }
        } finally {
            idle.addLast(session);
        }
    }

    /** Lets a client in, under a process number of ours. */
    private static boolean greet(DataInputStream in, DataOutputStream out) throws IOException {
        int code = startup(in);
        while (ENCRYPTIONS.contains(code)) {
            out.writeByte('N');
            code = startup(in);
        }
        if ((code & SAME_MAJOR) != PROTOCOL) {
            return false;
        }
        write(out, (byte) 'R', new byte[Integer.BYTES]);
        for (Map.Entry<String, String> each : PARAMETERS.entrySet()) {
            String text = each.getKey() + "\0" + each.getValue() + "\0";
            write(out, (byte) 'S', text.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        new DataOutputStream(key).writeLong(1L << 32 | 1);
        write(out, (byte) 'K', key.toByteArray());
        write(out, (byte) 'Z', new byte[] {'I'});
        return true;
    }

    private static int startup(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.skipNBytes(length - 2L * Integer.BYTES);
        return code;
    }

    /** Passes on what a session answers; whether its transaction is over. */
    private static boolean answer(Session session, DataOutputStream out) throws IOException {
        DataInputStream from = new DataInputStream(session.socket().getInputStream());
        while (true) {
            byte type = from.readByte();
            byte[] body = read(from);
            write(out, type, body);
            if (type == 'Z') {
                return body[0] == 'I';
            }
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        return body;
    }

    private static void write(DataOutputStream out, byte type, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        data.writeByte(type);
        data.writeInt(body.length + Integer.BYTES);
        data.write(body);
        out.write(message.toByteArray());
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Session session : sessions) {
                session.login().close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
