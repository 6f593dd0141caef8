package org.tornadonn.data;

import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** A reader of ImageIO that decodes pictures. */
enum Codec {
  /** The JDK's. */
  PNG("com.sun.", "png"),
  /** The JDK's. */
  GIF("com.sun.", "gif"),
  /** The JDK's. */
  BMP("com.sun.", "bmp"),
  /** The JDK's, which keeps samples as they are stored. */
  TIFF("com.sun.", "tiff"),
  /** Of what the JDK's gets wrong: CIE L*a*b*, inks packed as JPEG, differences of 16 bits. */
  TIFF_COLOURS("com.twelvemonkeys.", "tiff"),
  /** The first: TwelveMonkeys' stands before the JDK's, which refuses odd colour codings. */
  JPEG("", "jpeg"),
  /** The JDK has none. */
  WEBP("com.twelvemonkeys.", "webp");

  private final String origin;
  private final String format;

  Codec(String origin, String format) {
    this.origin = origin;
    this.format = format;
  }

  /** A new reader, to be disposed of. */
  ImageReader reader() throws IOException {
    var readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      var reader = readers.next();
      if (reader.getClass().getName().startsWith(origin)) {
        return reader;
      }
      reader.dispose();
    }
    throw new IIOException("ImageIO has no reader for " + name());
  }
}
