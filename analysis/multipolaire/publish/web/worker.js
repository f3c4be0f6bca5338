// Python in a thread of its own: the page answers while it reads.
import { loadPyodide } from "./runtime/pyodide.mjs";

// What is large is kept packed, and asked for and unpacked here, whatever the server.
const packed = /\.(wasm|zip)$/;
const plain = self.fetch.bind(self);
self.fetch = async (address, options) => {
  const url = String(address.url ?? address);
  if (!packed.test(url)) return plain(address, options);
  const answer = await plain(url + ".bin", options);
  if (!answer.ok) return answer;
  const body = answer.body.pipeThrough(new DecompressionStream("gzip"));
  const type = url.endsWith(".wasm") ? "application/wasm" : "application/zip";
  return new Response(body, { headers: { "Content-Type": type } });
};

const started = (async () => {
  const python = await loadPyodide({ indexURL: "./runtime/" });
  const archive = await self.fetch("./french.zip");
  python.unpackArchive(await archive.arrayBuffer(), "zip", { extractDir: "/site" });
  python.runPython("import sys; sys.path.insert(0, '/site'); import reading");
  const reading = python.pyimport("reading");
  reading.read("« Oui », a dit Jeanne Martin : 3 millions d’euros.", ""); // it is warm
  postMessage({ ready: true });
  return reading;
})();
started.catch((error) => postMessage({ failed: String(error) }));

onmessage = async ({ data: { id, name, words } }) => {
  try {
    const reading = await started;
    postMessage({ id, answer: JSON.parse(reading[name](...words)) });
  } catch (error) {
    if (error.pyodide_fatal_error) return postMessage({ failed: String(error) });
    const said = String(error.message ?? error).trim().split("\n").pop();
    postMessage({ id, error: said.replace(/^\w+: /, "") });
  }
};
