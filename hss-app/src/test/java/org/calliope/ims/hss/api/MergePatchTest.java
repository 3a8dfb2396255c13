package org.calliope.ims.hss.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

class MergePatchTest {

    @DisplayName("RFC 7396 Appendix A")
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "{'a':'b'}           | {'a':'c'}                     | {'a':'c'}",
        "{'a':'b'}           | {'b':'c'}                     | {'a':'b','b':'c'}",
        "{'a':'b'}           | {'a':null}                    | {}",
        "{'a':'b','b':'c'}   | {'a':null}                    | {'b':'c'}",
        "{'a':['b']}         | {'a':'c'}                     | {'a':'c'}",
        "{'a':'c'}           | {'a':['b']}                   | {'a':['b']}",
        "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}}      | {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}   | {'a':[1]}                     | {'a':[1]}",
        "['a','b']           | ['c','d']                     | ['c','d']",
        "{'a':'b'}           | ['c']                         | ['c']",
        "{'a':'foo'}         | null                          | null",
        "{'a':'foo'}         | 'bar'                         | 'bar'",
        "{'e':null}          | {'a':1}                       | {'e':null,'a':1}",
        "[1,2]               | {'a':'b','c':null}            | {'a':'b'}",
        "{}                  | {'a':{'bb':{'ccc':null}}}     | {'a':{'bb':{}}}"})
    void itMergesAsTheStandardsExamples(String target, String patch, String wanted) throws Exception {
        JsonNode before = json(target);
        assertThat(MergePatch.apply(before, json(patch))).isEqualTo(json(wanted));
        assertThat(before).as("the target stays").isEqualTo(json(target));
    }

    private static JsonNode json(String text) throws Exception {
        return DocumentJson.MAPPER.readTree(text.replace('\'', '"'));
    }
}
