import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text";

describe("plainText", () => {
  it.each([
    ["<a href='//x' title='a>b'>Ivan <b>Aivazovsky</b></a>", "b'>Ivan Aivazovsky"],
    ['<a href="https://en.wikipedia.org/wiki/X">Claude Monet</a>', "Claude Monet"],
    ["one<br>two<p>three</p>", "one two three"],
    ["a < b &amp;&amp; c &gt; d", "a < b && c > d"],
    ["caf&#233; &#x2014; &eacute; &nbsp; &#xd800;", "café — &eacute;"],
    ["&amp;lt;script&amp;gt;", "&lt;script&gt;"],
    ["<script>alert(1)</script>safe<style>p{}</style>", "safe"],
    ['1850<div style="display: none;">date <div>QS</div>:P571</div> oil', "1850 oil"],
    ["<!-- hidden <b> -->shown<!-- never closed", "shown"],
    ["left\u202egnp.exe\u0000", "left gnp.exe"],
    ["half <b", "half"],
    ["", ""],
  ])("of %j reads %j", (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it("gives no tag of what it is given, whatever that is, and ends soon", () => {
    const piece = fc.constantFrom("<", ">", "b", "/", "script", "!--", "-->", " ", "a", "&lt", ";");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const html = pieces.join("").replaceAll("&lt", "");
        expect(plainText(html)).not.toMatch(/<(script|a|b)[ >]/);
        expect(plainText(html).length).toBeLessThanOrEqual(500);
      }),
    );
    expect(plainText("<div ".repeat(100_000))).toBe("");
    expect(plainText("<i>x".repeat(100_000)).length).toBe(500);
  });
});
