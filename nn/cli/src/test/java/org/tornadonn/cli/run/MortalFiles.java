package org.tornadonn.cli.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine as one process sees them that is killed, or whose disk becomes full,
 * before its n-th change: what it does with files afterwards no longer happens.
 */
final class MortalFiles extends FileSystemProvider {

  /** The process is no more. */
  static final class Killed extends Error {

    private static final long serialVersionUID = 1L;
  }

  private final int last;
  private final boolean fills;
  private final Seen system = new Seen();
  private int changes;

  private MortalFiles(int last, boolean fills) {
    this.last = last;
    this.fills = fills;
  }

  /** Files of a process that is killed after some changes; a write is then half done. */
  static MortalFiles killedAfter(int changes) {
    return new MortalFiles(changes, false);
  }

  /** Files on a disk that is full after some changes: nothing can be written any more. */
  static MortalFiles fullAfter(int changes) {
    return new MortalFiles(changes, true);
  }

  /** The changes so far. */
  int changes() {
    return changes;
  }

  /** A file of the machine as this process sees it. */
  Path see(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            MortalFiles.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getFileSystem")) {
                return system;
              }
              Object[] given = arguments == null ? new Object[0] : arguments.clone();
              for (int i = 0; i < given.length; i++) {
                given[i] = given[i] instanceof Path path ? real(path) : given[i];
              }
              try {
                Object result = method.invoke(real, given);
                return result instanceof Path path ? see(path) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Path real(Path path) {
    return Path.of(path.toString());
  }

  private void alive() {
    if (!fills && changes >= last) {
      throw new Killed();
    }
  }

  private void change() {
    alive();
    changes++;
  }

  private void grow() throws IOException {
    change();
    if (fills && changes > last) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    alive();
    if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
      grow();
    }
    return new Channel(FileChannel.open(real(path), options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    alive();
    var real = real(folder);
    var provider = real.getFileSystem().provider();
    return new Listing(provider.newDirectoryStream(real, path -> filter.accept(see(path))));
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (!Files.exists(real(folder))) {
      grow();
    }
    Files.createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change();
    Files.delete(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    grow();
    Files.copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change();
    Files.move(real(from), real(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    alive();
    var file = real(path);
    file.getFileSystem().provider().checkAccess(file, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    alive();
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    alive();
    return Files.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    change();
    Files.setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "mortal";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  /** What is in a folder. */
  private final class Listing implements DirectoryStream<Path> {

    private final DirectoryStream<Path> real;

    Listing(DirectoryStream<Path> real) {
      this.real = real;
    }

    @Override
    public Iterator<Path> iterator() {
      var paths = real.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return paths.hasNext();
        }

        @Override
        public Path next() {
          return see(paths.next());
        }
      };
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }

  /** The system that paths name. */
  private final class Seen extends FileSystem {

    @Override
    public FileSystemProvider provider() {
      return MortalFiles.this;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return Path.of("").getFileSystem().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Path.of("").getFileSystem().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return see(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      var matcher = Path.of("").getFileSystem().getPathMatcher(pattern);
      return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }

  /** An open file of the process. */
  private final class Channel extends FileChannel {

    private final FileChannel real;

    Channel(FileChannel real) {
      this.real = real;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (!fills && changes + 1 >= last) {
        var half = bytes.duplicate();
        real.write(half.limit(half.position() + half.remaining() / 2));
        changes = last;
      }
      grow();
      return real.write(bytes);
    }

    @Override
    public long write(ByteBuffer[] all, int offset, int length) throws IOException {
      long sum = 0;
      for (var bytes : Arrays.copyOfRange(all, offset, offset + length)) {
        sum += write(bytes);
      }
      return sum;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      grow();
      return real.write(bytes, position);
    }

    @Override
    public void force(boolean metadata) {
      change(); // to survive a power cut takes time, and no test can cut the power
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      change();
      real.truncate(size);
      return this;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return real.read(bytes);
    }

    @Override
    public long read(ByteBuffer[] all, int offset, int length) throws IOException {
      return real.read(all, offset, length);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return real.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
        throws IOException {
      grow();
      return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
      return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }
}
