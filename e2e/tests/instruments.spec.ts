// The instruments of the other tests find what they are for: each is held to a page with that flaw.

import { expect, test, watch } from "../harness.ts"
import { contrasts, deadControls, focused, sideways, surveyPage, unreadable } from "../inpage.ts"
import { policy, serve } from "../server.ts"
import { guidance } from "../sites.ts"

test("inline code is found wherever it hides", async ({ page }) => {
  for (const flaw of [
    '<p style="color:red">',
    "<style>p{}</style>",
    "<script>0</script>",
    '<script src="a.js">0</script>',
    '<p onclick="0">',
    '<a href=" javascript:0">',
  ]) {
    await page.setContent(`<main><p>text</p>${flaw}</main>`)
    expect((await page.evaluate(surveyPage)).inline, flaw).toHaveLength(1)
  }
})

test("text that cannot be read is found", async ({ page }) => {
  for (const flaw of [
    "<p hidden>lost</p>",
    '<p style="display:none">lost</p>',
    '<p style="visibility:hidden">lost</p>',
    '<p style="opacity:0">lost</p>',
  ]) {
    await page.setContent(`<main><p>text</p><details><summary>more</summary>folded</details>${flaw}</main>`)
    expect(await page.evaluate(unreadable, "main"), flaw).toEqual(['<p class=""> lost'])
  }
})

test("controls that need scripts are found", async ({ page }) => {
  await page.setContent(
    '<form action="a.html"><input><button>Find</button></form><input type="checkbox" disabled><button>Dead</button>',
  )
  expect(await page.evaluate(deadControls)).toEqual(["<button>Dead</button>"])
})

test("what is too wide is found", async ({ page }) => {
  await page.setContent('<p>text</p><div style="overflow:auto"><p style="width:9000px">scrolls in its box</p></div>')
  expect(await page.evaluate(sideways)).toEqual([])
  await page.setContent('<p style="width:9000px">wide</p>')
  expect(await page.evaluate(sideways)).not.toEqual([])
})

test("contrast is computed as WCAG does", async ({ page }) => {
  await page.setContent(
    '<body style="background:#fff"><main class="prose"><p style="color:#767676">text</p>' +
      '<p style="color:oklch(0 0 0)">text</p><div style="background:rgb(0 0 0 / .6)"><b style="color:#fff">text</b></div></main>',
  )
  const found = (await page.evaluate(contrasts)).map(({ kind, ratio }) => `${kind} ${ratio.toFixed(1)}`)
  expect(found).toEqual(["body 4.5", "body 21.0", "text 5.7"])
})

test("a focus that is unmarked or covered is found", async ({ page }) => {
  await page.setContent(
    '<a href="#" style="outline:none">bare</a><div style="position:fixed;inset:0;background:#fff"></div>',
  )
  await page.keyboard.press("Tab")
  expect(await page.evaluate(focused)).toMatchObject({ marked: false, covered: true })
})

test("the watch sees what a browser complains of", async ({ page }) => {
  const server = await serve(guidance.folder, "/")
  const problems = watch(page, server.url)
  await page.goto(server.url)
  expect(problems).toEqual([])
  await page.evaluate(() => {
    document.body.setAttribute("style", "color: red") // refused by the policy
    document.body.append(
      Object.assign(new Image(), { src: "missing.png" }),
      Object.assign(new Image(), { src: "http://elsewhere.invalid/a.png" }),
    )
  })
  await expect
    .poll(() => problems.filter((problem) => /style-src|default-src|missing\.png|elsewhere/.test(problem)).length)
    .toBeGreaterThanOrEqual(3)
  expect((await page.goto(server.url))?.headers()["content-security-policy"]).toBe(policy)
  await server.close()
})
