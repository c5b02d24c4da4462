/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * Extracts the readable text of an HTML page: no tags, comments, scripts or style sheets; the five common entities are
 * resolved.
 *
 * <p>Stateless; any thread; never throws. Good enough for the error page of a proxy, which need not be valid or
 * complete; what follows an unfinished tag is dropped.
 */
final class HtmlText {
    private HtmlText() {}

    static String of(String html) {
        StringBuilder out = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            int tag = html.indexOf('<', at);
            if (tag < 0) {
                out.append(html, at, html.length());
                break;
            }
            out.append(html, at, tag).append(' ');
            at = afterMarkup(html, tag);
        }
        // The ampersand comes last, or "&amp;lt;" would be resolved twice.
        return out.toString()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    private static int afterMarkup(String html, int tag) {
        if (html.startsWith("<!--", tag)) {
            return after(html, "-->", tag);
        }
        if (html.regionMatches(true, tag, "<script", 0, 7)) {
            return after(html, ">", indexOfIgnoringCase(html, "</script", tag));
        }
        if (html.regionMatches(true, tag, "<style", 0, 6)) {
            return after(html, ">", indexOfIgnoringCase(html, "</style", tag));
        }
        return after(html, ">", tag);
    }

    private static int after(String html, String end, int from) {
        int at = html.indexOf(end, from);
        return at < 0 ? html.length() : at + end.length();
    }

    private static int indexOfIgnoringCase(String html, String wanted, int from) {
        for (int i = from; i < html.length(); i++) {
            if (html.regionMatches(true, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return html.length();
    }
}
