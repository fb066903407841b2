// Keeps an open page of the preview up to date. The page is complete without it, but has to be reloaded by hand.
;(() => {
  "use strict"
  const self = document.currentScript
  const home = new URL(".", self.src)
  const store = "pandect-place"
  const pathOf = (address) => {
    const path = new URL(address, location.href).pathname
    try {
      return decodeURIComponent(path)
    } catch {
      return path
    }
  }
  const page = pathOf(location.href).replace(/\/$/, "/index.html")
  const isProblemList = page.startsWith("/.pandect/")

  let stream,
    retry,
    alarm,
    last = "",
    leaving = false

  // The scroll position is kept as a heading and the distance from it, so that it survives a reload after which the text
  // above has grown.
  const headings = () => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => h.id)
  const top = (h) => h.getBoundingClientRect().top

  function remember() {
    const all = headings()
    const near = scrollY > 0 ? all.filter((h) => top(h) <= 1).pop() || all[0] : undefined
    const place = { page, x: scrollX, y: scrollY, id: near && near.id, offset: near && top(near) }
    try {
      sessionStorage.setItem(store, JSON.stringify(place))
    } catch {
      /* storage may be disabled; then the browser restores the position as it can */
    }
  }

  function restore() {
    let place
    try {
      place = JSON.parse(sessionStorage.getItem(store))
      sessionStorage.removeItem(store)
    } catch {
      return
    }
    if (!place || place.page !== page) return
    const go = () => {
      const near = place.id && document.getElementById(place.id)
      scrollTo({ left: place.x, top: near ? scrollY + top(near) - place.offset : place.y, behavior: "instant" })
    }
    history.scrollRestoration = "manual"
    go()
    addEventListener(
      "load",
      () => {
        // only now do images have their size
        go()
        history.scrollRestoration = "auto"
      },
      { once: true },
    )
  }

  function reload() {
    leaving = true
    disconnect()
    remember()
    location.reload()
  }

  const ours = (address) => new URL(address, location.href).origin === location.origin
  const fresh = (address) => {
    const url = new URL(address, location.href)
    url.searchParams.set("v", last)
    return url.href
  }

  function renew(styles, changed) {
    for (const link of document.querySelectorAll("link[rel~=stylesheet][href]")) {
      if (link.dataset.old || !ours(link.href) || !styles.has(pathOf(link.href))) continue
      const next = link.cloneNode()
      next.href = fresh(link.href)
      link.dataset.old = "yes"
      next.onload = next.onerror = () => link.remove() // keep the old one until then, or the page would flash
      link.after(next)
    }
    for (const image of document.querySelectorAll("img[src]")) {
      if (ours(image.src) && changed.has(pathOf(image.src))) image.src = fresh(image.src)
    }
  }

  function say(text, href) {
    let bar = document.getElementById("_pandect-bar")
    if (!bar) {
      bar = document.createElement("p")
      bar.id = "_pandect-bar"
      bar.setAttribute("role", "status")
      document.body.append(bar)
    }
    bar.hidden = text === ""
    const inner = document.createElement(href ? "a" : "span")
    if (href) inner.href = href
    inner.textContent = text
    bar.replaceChildren(inner)
  }

  const problems = (n) => n + (n === 1 ? " problem" : " problems")

  function showProblems({ problems: site, here, file, kept }) {
    const all = site.errors + site.warnings
    const mine = here.errors + here.warnings
    const link = new URL("problems", home)
    if (mine) link.searchParams.set("file", file)
    let text = mine ? `${problems(mine)} on this page, ${all} in the site` : `${problems(all)} in the site`
    if (kept) text += "; pages are shown as before the last error"
    say(isProblemList || !all ? "" : text, link.href)
  }

  function receive(message) {
    const event = JSON.parse(message.data)
    const changed = new Set(event.changed)
    last = event.edition
    const scripts = [...document.querySelectorAll("script[src]")]
    if (event.reload || changed.has(page) || scripts.some((s) => ours(s.src) && changed.has(pathOf(s.src))))
      return reload()
    renew(new Set(event.styles), changed)
    showProblems(event)
  }

  function connect() {
    if (stream || leaving || document.hidden) return
    clearTimeout(retry)
    const url = new URL("events", home)
    url.searchParams.set("page", location.pathname)
    url.searchParams.set("key", self.dataset.key)
    if (last) url.searchParams.set("since", last)
    const mine = (stream = new EventSource(url))
    mine.onopen = () => {
      clearTimeout(alarm)
      alarm = undefined
      say("")
    }
    mine.onmessage = receive
    mine.onerror = () => {
      if (mine !== stream) return
      if (!alarm) alarm = setTimeout(() => say("preview is not running"), 1500)
      if (mine.readyState !== EventSource.CLOSED) return // the browser tries again by itself
      stream = undefined
      retry = setTimeout(connect, 2000)
    }
  }

  function disconnect() {
    clearTimeout(retry)
    clearTimeout(alarm)
    alarm = undefined
    if (stream) stream.close()
    stream = undefined
  }

  // A browser opens at most six connections to a server, so hidden pages close theirs and catch up when they are shown.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()))
  addEventListener("pagehide", disconnect)
  addEventListener("pageshow", connect)
  restore()
  connect()
})()
