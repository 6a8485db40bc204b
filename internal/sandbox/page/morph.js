// Brings one document into another by changing only what differs, so that
// focus, scrolling, open menus and drafts stay. Elements are the same when
// they have the same id, or none and the same place. Attributes that begin
// with data-ui belong to the script, elements with data-keep entirely.

const ours = (element, name) => name.startsWith('data-ui') || name === 'open' || name === 'aria-selected' || (name === 'hidden' && element.matches('[data-find], section, .none, #commands, #down'))

export function morph(now, next) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.data !== next.data) now.data = next.data
    return
  }
  if (now.hasAttribute('data-keep') || now.isEqualNode(next)) return
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name) && !ours(now, name)) now.removeAttribute(name)
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value && !ours(now, name)) now.setAttribute(name, value)
  const named = new Map([...now.children].filter(child => child.id).map(child => [child.id, child]))
  let place = now.firstChild
  for (const child of [...next.childNodes]) {
    let match = child.id ? named.get(child.id) : place
    if (!child.id) while (match && (match.id || match.nodeName !== child.nodeName)) match = match.nextSibling
    if (match?.nodeName !== child.nodeName) {
      now.insertBefore(document.importNode(child, true), place)
      continue
    }
    if (match === place) place = place.nextSibling
    else now.insertBefore(match, place)
    morph(match, child)
  }
  while (place) {
    const gone = place
    place = place.nextSibling
    gone.remove()
  }
}
