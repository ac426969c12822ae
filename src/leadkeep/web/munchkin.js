// Web tracking: tells the server about visits of pages and clicks of links (behaviour.md 8).
//
// The server sends munchkin.min.js, which tools/generate.py makes of this file with rjsmin. The
// script is a guest in other people's pages and runs in browsers of all ages: ES5, one global name,
// and no error ever reaches the page.
(function (window, document) {
"use strict";

var COOKIE = "_mkto_trk";
var OPT_OUT = "mkto_opt_out";
var VERSION = "lk1";
var OPT_OUT_DAYS = 730;
// The server takes 8,192 bytes of path and query: a longer address is built again of shorter values.
var LONGEST_ADDRESS = 8000;
var LONGEST_VALUE = 2000;
var SHORT_VALUE = 400;

var base = folder();
var settings = {};
var munchkinId = "";
var isListening = false;

// A page may hold the script twice: what the first one began goes on.
if (window.Munchkin && window.Munchkin.base === base) {
  return;
}

window.Munchkin = {
  base: base,
  init: safe(init),
  munchkinFunction: safe(munchkinFunction),
  createTrackingCookie: safe(createTrackingCookie)
};

// -- what pages call

function init(id, options) {
  munchkinId = String(id).replace(/[^\w-]/g, "");
  settings = options || {};
  if (parameter("marketo_opt_out") === "true") {
    write(OPT_OUT, "true", OPT_OUT_DAYS);
  }
  if (read(OPT_OUT).length) {
    write(COOKIE, "", -1);
  }
  listen();
  if (settings.apiOnly) {
    return;
  }
  // A page that is loaded ahead has not been seen by anybody yet.
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", safe(visit), { once: true });
  } else {
    visit();
  }
}

function munchkinFunction(name, data, key) {
  var own = {};
  data = data || {};
  if (name === "visitWebPage") {
    visit(data);
  } else if (name === "clickLink") {
    send(name, { _mchHr: data.href });
  } else if (name === "associateLead") {
    own._mchKy = key;
    each(data, function (field, value) {
      own["_mchAt" + field] = value;
    });
    send(name, own);
  }
}

// For pages with cookieAnon false, once the visitor has agreed.
function createTrackingCookie(isForced) {
  visitor(isForced);
}

// -- events

function visit(data) {
  data = data || {};
  send("visitWebPage", { _mchCn: data.name, _mchRu: data.url, _mchQp: data.params });
}

function listen() {
  if (!isListening && document.addEventListener) {
    isListening = true;
    // Before the page's own listeners, which may end the way of the event.
    document.addEventListener("click", safe(clicked), true);
    document.addEventListener("auxclick", safe(clicked), true);
  }
}

function clicked(event) {
  var node = (event.composedPath && event.composedPath()[0]) || event.target;
  // The third button opens a menu.
  if (event.button > 1) {
    return;
  }
  while (node && !(/^(a|area)$/i.test(node.nodeName) && node.href && node.href.charAt)) {
    // From inside a component the way out is its host.
    node = node.parentNode || node.host;
  }
  if (node && !/^javascript:/i.test(node.href)) {
    send("clickLink", { _mchHr: node.href });
  }
}

function send(event, own) {
  var clickToken = parameter("mkt_tok");
  var token = visitor(clickToken);
  var values, address;
  if (!token) {
    return;
  }
  values = {
    _mchNc: +new Date(),
    _mchCn: settings.customName || "",
    _mchId: munchkinId,
    _mchTk: token,
    _mchHo: location.hostname,
    _mchPo: location.port,
    _mchRu: location.pathname,
    _mchPc: location.protocol,
    _mchVr: VERSION,
    _mchHa: location.hash,
    _mchRe: document.referrer,
    _mchQp: location.search.slice(1)
  };
  if (settings.wsInfo) {
    values._mchWs = settings.wsInfo;
  }
  if (clickToken) {
    values.mkt_tok = clickToken;
  }
  each(own, function (name, value) {
    if (value !== undefined && value !== null) {
      values[name] = value;
    }
  });
  values._mchQp = String(values._mchQp).replace(/&/g, "__-__");
  address = base + "webevents/" + event + "?";
  if ((address + query(values, LONGEST_VALUE)).length > LONGEST_ADDRESS) {
    post(address + query(values, SHORT_VALUE));
  } else {
    post(address + query(values, LONGEST_VALUE));
  }
}

function query(values, longest) {
  var parts = [];
  each(values, function (name, value) {
    parts.push(encode(name) + "=" + encode(String(value).slice(0, longest)));
  });
  return parts.join("&");
}

// A beacon outlives the page: the visitor who follows a link does not wait for its event.
function post(address) {
  var request;
  try {
    if (navigator.sendBeacon(address)) {
      return;
    }
  } catch (ignored) {}
  try {
    request = new XMLHttpRequest();
    request.open("POST", address, true);
    request.send();
  } catch (ignored) {
    new Image().src = address;
  }
}

// -- the visitor

// Returns the visitor's token, made where there is none, and keeps it for another while. There is
// none for visitors who do not want one, nor where the browser keeps no cookies: each of their
// pages would count as another visitor.
function visitor(isKnown) {
  var token = tokenOfCookie();
  if (!munchkinId || read(OPT_OUT).length) {
    return "";
  }
  if (!token && settings.cookieAnon === false && !isKnown) {
    return "";
  }
  token = token || "_mch-" + tokenDomain() + "-" + random();
  write(COOKIE, "id:" + munchkinId + "&token:" + token, +settings.cookieLifeDays || 730);
  return tokenOfCookie() === token ? token : "";
}

function tokenOfCookie() {
  var values = read(COOKIE);
  var i, match;
  for (i = 0; i < values.length; i++) {
    match = /(?:^|&)token:(_mch-[\w.-]+)/.exec(values[i]);
    if (match) {
      return match[1];
    }
  }
  return "";
}

function tokenDomain() {
  return (cookieDomain() || location.hostname || "local").replace(/[^\w.-]|_/g, "-");
}

// Two parts of the host's name, or three where the last has two letters: example.com, but
// example.co.uk. Addresses and names without a dot have no domain above them.
function cookieDomain() {
  var host = location.hostname;
  var parts = host.split(".");
  var last = parts[parts.length - 1];
  var level = parseInt(settings.domainLevel, 10);
  if (parts.length < 2 || /^\d*$/.test(last) || host.indexOf(":") >= 0) {
    return "";
  }
  return parts.slice(-(level > 0 ? level : last.length === 2 ? 3 : 2)).join(".");
}

function random() {
  var hex = "";
  var bytes, i;
  try {
    bytes = window.crypto.getRandomValues(new Uint8Array(16));
  } catch (ignored) {}
  for (i = 0; i < 16; i++) {
    hex += (256 + (bytes ? bytes[i] : Math.floor(Math.random() * 256))).toString(16).slice(1);
  }
  return hex;
}

// -- cookies and texts

function read(name) {
  var pairs = document.cookie.split(/;\s*/);
  var values = [];
  var i;
  for (i = 0; i < pairs.length; i++) {
    if (pairs[i].indexOf(name + "=") === 0) {
      values.push(decode(pairs[i].slice(name.length + 1)));
    }
  }
  return values;
}

// Browsers refuse a cookie for a domain under which anybody may have a name, such as that of a
// host of many sites: then it is for this host alone. One that is removed is removed from both.
function write(name, value, days) {
  var domain = cookieDomain();
  var rest = ";path=/;expires=" + new Date(+new Date() + days * 864e5).toUTCString();
  rest += ";samesite=lax" + (settings.httpsOnly ? ";secure" : "");
  if (domain) {
    document.cookie = name + "=" + value + rest + ";domain=" + domain;
  }
  if (days < 0 || read(name).indexOf(value) < 0) {
    document.cookie = name + "=" + value + rest;
  }
}

function parameter(name) {
  var match = new RegExp("[?&]" + name + "=([^&]*)").exec(location.search);
  return match ? decode(match[1]) : "";
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (ignored) {
    return text;
  }
}

// Half of a pair of surrogates, such as a cut leaves behind, cannot be encoded.
function encode(text) {
  try {
    return encodeURIComponent(text);
  } catch (ignored) {
    return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ""));
  }
}

function each(object, visitPair) {
  var name;
  for (name in object) {
    if (Object.prototype.hasOwnProperty.call(object, name)) {
      visitPair(name, object[name]);
    }
  }
}

// The address that the script came from, up to the last slash: the events' place is beside it.
function folder() {
  var script = document.currentScript;
  var scripts = document.getElementsByTagName("script");
  var i;
  // Browsers that do not say which script runs: the last one of that name.
  for (i = 0; !document.currentScript && i < scripts.length; i++) {
    script = /munchkin/.test(scripts[i].src) ? scripts[i] : script;
  }
  return ((script && script.src) || "/").replace(/[?#].*/, "").replace(/[^\/]*$/, "");
}

function safe(work) {
  return function () {
    try {
      work.apply(null, arguments);
    } catch (ignored) {}
  };
}
})(window, document);
