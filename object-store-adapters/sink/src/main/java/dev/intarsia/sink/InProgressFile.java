package dev.intarsia.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * A file that grows under a hidden name beside its target and gets the target's name only when it is whole. Confined.
 *
 * <p>The hidden name is drawn at random and must not exist, so nobody can lay a link there beforehand. Where the file
 * system knows permissions, the owner alone may read and write the file, while it grows and after.
 */
final class InProgressFile {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path target;
    private final Path directory;
    private final Path path;
    private final FileChannel channel;

    private InProgressFile(final Path target, final Path directory, final Path path, final FileChannel channel) {
        this.target = target;
        this.directory = directory;
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the hidden file.
     *
     * @throws FileAlreadyExistsException if the target exists and is to be refused, or is a directory
     * @throws IOException if the directory is missing or cannot be written
     */
    static InProgressFile create(final Path target, final IfExists ifExists) throws IOException {
        final Path absolute = target.toAbsolutePath();
        final Path directory = absolute.getParent();
        if (directory == null || absolute.getFileName() == null) {
            throw new IOException("'" + target + "' is not the name of a file: give a file name in a directory");
        }
        requireFree(target, ifExists);
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(
                    target.toString(),
                    null,
                    "its directory " + directory + " does not exist: create the directory first");
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException(
                    "creating " + target + " failed: " + directory + " is not a directory; choose another");
        }
        final Path path = directory.resolve(".intarsia-" + token() + ".inprogress");
        try {
            return new InProgressFile(target, directory, path, FileChannel.open(path, NEW_FILE, ownerOnly(directory)));
        } catch (final IOException e) {
            throw Cause.explained("creating", target, e);
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** The hidden name. */
    Path path() {
        return path;
    }

    /**
     * Forces the bytes to the disk, then gives the file its name, in one step that the directory remembers.
     *
     * @throws FileAlreadyExistsException if the target has appeared in the meantime and is to be refused
     * @throws IOException if it cannot be forced or named
     */
    void publish(final IfExists ifExists) throws IOException {
        force();
        if (!knowsPermissions(directory)) { // Windows opens no directory
            giveName(ifExists);
            return;
        }
        try (FileChannel entries = openDirectory()) {
            giveName(ifExists);
            try {
                entries.force(true);
            } catch (final IOException e) {
                throw Cause.explained("forcing to the disk the name of", target, e);
            }
        }
    }

    /** Closes and deletes the hidden file; does nothing after {@link #publish}. */
    void discard() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private void force() throws IOException {
        try {
            channel.force(true);
            channel.close();
        } catch (final IOException e) {
            throw Cause.explained("forcing to the disk", target, e);
        }
    }

    /**
     * The directory is forced after the file has its name: a power cut could take back the name, though the bytes are safe.
     * It is opened before, so that a directory that cannot be opened leaves no file that looks finished.
     */
    private FileChannel openDirectory() throws IOException {
        try {
            return FileChannel.open(directory, StandardOpenOption.READ);
        } catch (final IOException e) {
            throw Cause.explained("opening the directory of", target, e);
        }
    }

    private void giveName(final IfExists ifExists) throws IOException {
        if (ifExists == IfExists.REPLACE) {
            move();
        } else {
            link();
            delete();
        }
    }

    private void move() throws IOException {
        requireFree(target, IfExists.REPLACE);
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw Cause.explained("naming the finished file", target, e);
        }
    }

    /** A move would overwrite, or check and then move; a hard link is made only where the name is free. */
    private void link() throws IOException {
        try {
            Files.createLink(target, path);
        } catch (final FileAlreadyExistsException e) {
            throw existing(target);
        } catch (final IOException | UnsupportedOperationException e) {
            throw new IOException(
                    "giving the finished file its name without overwriting needs a hard link, which failed here ("
                            + Cause.of(e) + "): where the file system has no hard links, write with IfExists.REPLACE"
                            + " (--overwrite on the command line)",
                    e);
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            // The file has its name and is whole: to report a failure now would tell the caller to write it again.
            path.toFile().deleteOnExit();
        }
    }

    private static void requireFree(final Path target, final IfExists ifExists) throws IOException {
        if (Files.isDirectory(target)) {
            throw new FileAlreadyExistsException(
                    target.toString(), null, "a directory of this name exists: choose another name");
        }
        if (ifExists == IfExists.REFUSE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw existing(target);
        }
    }

    private static FileAlreadyExistsException existing(final Path target) {
        return new FileAlreadyExistsException(
                target.toString(),
                null,
                "a file of this name exists and is not overwritten: choose another name, or write with IfExists.REPLACE"
                        + " (--overwrite on the command line)");
    }

    private static FileAttribute<?>[] ownerOnly(final Path directory) {
        if (!knowsPermissions(directory)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static boolean knowsPermissions(final Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String token() {
        return String.format("%016x", RANDOM.nextLong());
    }
}
