"""Makes the files of arrays that ArrayFileTests reads, with NumPy 2.4.6 and SciPy 1.17.1:

    cd Tests/RecommendersTests/Goldens && python3 make_arrays.py

Never run by the tests.
"""
import io
import json
import zipfile

import numpy as np
import scipy.sparse as sparse

expected = {}

# Every type of elements, in both orders of bytes.
arrays = {}
for kind, values in [
    ("i1", [-128, 0, 127]), ("i2", [-32768, 7, 32767]), ("i4", [-2147483648, 7, 2147483647]),
    ("i8", [-(2**63), 7, 2**63 - 1]), ("u1", [0, 7, 255]), ("u2", [0, 7, 65535]),
    ("u4", [0, 7, 4294967295]), ("u8", [0, 7, 2**63 - 1]),
]:
    for order in "<>":
        name = f"{kind}{'le' if order == '<' else 'be'}"
        arrays[name] = np.array(values, dtype=order + kind)
        expected[name] = {"integers": [str(v) for v in values], "shape": [3]}
for kind in ["f4", "f8"]:
    for order in "<>":
        name = f"{kind}{'le' if order == '<' else 'be'}"
        arrays[name] = np.array([-1.5, 0.1, 3e38], dtype=order + kind)
        expected[name] = {"floats": [float(np.float32(v)) for v in [-1.5, 0.1, 3e38]], "shape": [3]}
arrays["bool"] = np.array([True, False])
expected["bool"] = {"integers": ["1", "0"], "shape": [2]}
texts = ["", "Amélie (2001)", "千と千尋", "a"]
arrays["text"] = np.array(texts)
arrays["text-be"] = np.array(texts).astype(">U20")
arrays["bytes"] = np.array([b"", b"csr", b"\xe9"])
expected["text"] = expected["text-be"] = {"texts": texts, "shape": [4]}
expected["bytes"] = {"texts": ["", "csr", "é"], "shape": [3]}
arrays["single"] = np.float32(2.5)
expected["single"] = {"floats": [2.5], "shape": []}
arrays["empty"] = np.zeros((0, 4), dtype=np.float32)
expected["empty"] = {"floats": [], "shape": [0, 4]}
matrix = np.arange(6, dtype=np.float64).reshape(2, 3)
arrays["rows"] = matrix
arrays["columns"] = np.asfortranarray(matrix)
expected["rows"] = expected["columns"] = {"rowMajor": [0, 1, 2, 3, 4, 5], "shape": [2, 3]}
np.savez("arrays.npz", **arrays)

# The three versions of the format.
with zipfile.ZipFile("versions.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    for version in [(1, 0), (2, 0), (3, 0)]:
        content = io.BytesIO()
        np.lib.format.write_array(content, np.array([1, 2, 3]), version=version)
        archive.writestr(f"v{version[0]}.npy", content.getvalue())

np.savez("objects.npz", allow_pickle=True, o=np.array([{}, None], dtype=object))

# Sparse matrices, one and the same in every form.
dense = np.array([[4, 0, 0, 5], [0, 0, 0, 0], [0, 2, 0, 0.5]])
for name, value, compressed in [
    ("csr", sparse.csr_matrix(dense.astype(np.float32)), True),
    ("csr-stored", sparse.csr_array(dense), False),
    ("csc", sparse.csc_matrix(dense), True),
    ("coo", sparse.coo_array(dense.astype(np.float32)), True),
    ("coo-integers", sparse.coo_matrix((2 * dense).astype(np.int16)), True),
    ("bsr", sparse.bsr_matrix(dense), True),
    ("dia", sparse.dia_matrix(dense), True),
]:
    sparse.save_npz(f"sparse-{name}.npz", value, compressed=compressed)

with open("arrays.json", "w") as file:
    json.dump(expected, file, indent=1, ensure_ascii=False)
    file.write("\n")

# What scipy writes for ratings, member by member, to be written just so.
ratings = sparse.csr_matrix(
    (np.array([4, 5, 2, 0.5], dtype=np.float32),
     (np.array([0, 0, 2, 2]), np.array([0, 3, 1, 3]))), shape=(3, 4))
content = io.BytesIO()
sparse.save_npz(content, ratings)
with zipfile.ZipFile(content) as archive, open("written.json", "w") as file:
    json.dump({name: archive.read(name).hex() for name in archive.namelist()}, file, indent=1)
    file.write("\n")
