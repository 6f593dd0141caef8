package org.tornadonn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about JSON that is not what it is read as: nothing of Java. */
class MisfitTest {

  private static final JsonMapper JSON = StrictJson.builder().build();

  /** One of them. */
  enum Colour {
    RED,
    GREEN
  }

  /** Something of every kind. */
  record Thing(
      String name,
      int count,
      double share,
      boolean on,
      List<String> words,
      long[] sizes,
      Map<String, Integer> counts,
      Colour colour,
      Side side) {}

  /** Refuses in its own words. */
  record Side(int length) {
    Side {
      if (length < 1) {
        throw new IllegalArgumentException("a side has a length, not " + length);
      }
    }
  }

  private static final String GOOD =
      "{'name':'a','count':1,'share':0.5,'on':true,'words':['b'],'sizes':[2],'counts':{'c':3},'colour':'RED','side':{'length':4}}";

  private static Thing read(String text) throws JacksonException {
    return JSON.readValue(text.replace('\'', '"'), Thing.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'name':'a'         | 'name':1             | it should be a text",
        "'name':'a'         | 'name':1.5           | it should be a text",
        "'name':'a'         | 'name':true          | it should be a text",
        "'name':'a'         | 'name':null          | it should be a text",
        "'name':'a'         | 'name':{}            | it should be a text",
        "'name':'a'         | 'name':['a']         | it should be a text",
        "'count':1          | 'count':'1'          | it should be a whole number",
        "'count':1          | 'count':null         | it should be a whole number",
        "'count':1          | 'count':[1]          | it should be a whole number",
        "'share':0.5        | 'share':'0.5'        | it should be a number",
        "'share':0.5        | 'share':{}           | it should be a number",
        "'on':true          | 'on':1               | it should be true or false",
        "'on':true          | 'on':'true'          | it should be true or false",
        "'words':['b']      | 'words':'b'          | it should be a list",
        "'words':['b']      | 'words':{}           | it should be a list",
        "'sizes':[2]        | 'sizes':2            | it should be a list",
        "'counts':{'c':3}   | 'counts':[3]         | it should be an object",
        "'counts':{'c':3}   | 'counts':'c'         | it should be an object",
        "'colour':'RED'     | 'colour':'BLUE'      | it should be one of [RED, GREEN]",
        "'side':{'length':4} | 'side':4            | it should be an object",
        "'side':{'length':4} | 'side':{'length':0} | a side has a length, not 0",
        "'side':{'length':4} | 'side':{'length':4,'size':4} | 'size' is not known here, only length",
        "'on':true,         | ''                   | it has no 'on', or nothing there",
      })
  void isSaidInWordsOfJson(String good, String bad, String said) throws Exception {
    assertEquals(1, read(GOOD).count());
    var text = GOOD.replace(good, bad.equals("''") ? "" : bad);
    assertEquals(said, Misfit.words(assertThrows(JacksonException.class, () -> read(text))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{}", "1", "x"})
  void whatGoesOnAfterItsEnd(String more) {
    var said = JsonFault.of(assertThrows(JacksonException.class, () -> read(GOOD + more)));
    assertEquals(
        more.equals("x") ? "Unrecognized token 'x'" : "it goes on after its end",
        String.valueOf(said.getMessage()).replaceAll("^line 1, column \\d+: |: was .*", ""));
  }
}
