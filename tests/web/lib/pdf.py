"""Tells what is in PDFs, as one line of JSON for each.

Paths come on the standard input, a line each. Three programs of others read
the files: `page` judges PDF/UA-1, qpdf the syntax, PDFium the text and where it
stands. What should be true is for `pdf.test.mjs` to say.
"""

import ctypes
import json
import sys

import page
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

# Elements that begin and end a line of text.
BLOCKS = {
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "Lbl", "LBody", "TD", "TH", "TR", "Caption", "Note",
    "BlockQuote", "Sect", "Div", "Figure", "TOCI", "Code", "FENote", "Aside", "Part", "L", "Table",
}


def tell(path):
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        tree = Tree(path, pdf)
        return {
            "file": path,
            "faults": faults(path),
            "syntax": [str(problem) for problem in pdf.check_pdf_syntax()],
            "pages": len(pdf.pages),
            "lang": str(root.get("/Lang", "")),
            "marked": bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            "showsTitle": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            "bookmarks": "/First" in root.get("/Outlines", {}),
            "info": info,
            "xmp": root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in root else "",
            "fonts": fonts(pdf),
            "actions": actions(pdf),
            "trimmed": all("/TrimBox" in sheet.obj for sheet in pdf.pages),
            "sizes": [[round(float(side), 1) for side in sheet.mediabox[2:]] for sheet in pdf.pages],
            "text": tree.text,
            "headings": tree.headings,
            "figures": tree.figures,
            "tables": tree.tables,
            "outside": tree.outside,
        }


def faults(path):
    try:
        report = page.validate_pdf(path, profile="ua1")
    except page.PageError as error:
        return [str(error)]
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    return found or ([] if report.is_compliant else ["it doesn't comply"])


def fonts(pdf):
    found = {}
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        if thing.get("/Subtype") == "/Type0":
            described = thing.DescendantFonts[0].get("/FontDescriptor", {})
        elif thing.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue
        else:
            described = thing.get("/FontDescriptor", {})
        embedded = thing.get("/Subtype") == "/Type3" or any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        found[str(thing.get("/BaseFont", thing.get("/Name", "")))] = {"embedded": embedded, "unicode": "/ToUnicode" in thing}
    return found


def actions(pdf):
    """What runs or sends something."""
    found = []
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            for one in [thing, *(value for value in thing.values() if isinstance(value, pikepdf.Dictionary))]:
                if str(one.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData") or "/JS" in one:
                    found.append(str(one.get("/S", "/JS")))
    return found


class Tree:
    """The tag tree: the text in its order, headings, tables, pictures."""

    def __init__(self, path, pdf):
        self.text, self.headings, self.figures, self.tables, self.outside = "", [], [], [], []
        self.pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages)}
        self.pieces = [{} for _ in pdf.pages]
        self.roles = pdf.Root.get("/StructTreeRoot", {}).get("/RoleMap", {})
        document = pypdfium2.PdfDocument(path)
        for number, sheet in enumerate(document):
            self.read(number, sheet, pdf.pages[number])
        document.close()
        root = pdf.Root.get("/StructTreeRoot")
        if root is not None:
            self.walk(root.get("/K"), None)

    def read(self, number, sheet, box):
        """Collects the text of a page by its marks, and finds text beyond the edge."""
        left, bottom, right, top = (float(side) for side in box.trimbox)
        lines = sheet.get_textpage()
        for thing in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            length = pdfium.FPDFTextObj_GetText(thing.raw, lines.raw, None, 0)
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFTextObj_GetText(thing.raw, lines.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
            text = buffer.raw[:-2].decode("utf-16-le", "replace")
            mark = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
            if mark < 0:
                continue
            self.pieces[number].setdefault(mark, []).append(text)
            if thing.level == 0 and text.strip():
                x0, y0, x1, y1 = thing.get_bounds()
                if x0 < left - 0.5 or y0 < bottom - 0.5 or x1 > right + 0.5 or y1 > top + 0.5:
                    self.outside.append(f"page {number + 1}: {text}")

    def role(self, element):
        role = str(element.get("/S", "")).lstrip("/")
        for _ in range(10):
            mapped = self.roles.get("/" + role)
            if mapped is None:
                break
            role = str(mapped).lstrip("/")
        return role

    def walk(self, kids, sheet):
        if kids is None:
            return
        if isinstance(kids, pikepdf.Array):
            for kid in kids:
                self.walk(kid, sheet)
            return
        if not isinstance(kids, pikepdf.Dictionary):
            self.say(sheet, int(kids))
            return
        if "/Pg" in kids:
            sheet = self.pages.get(kids.Pg.objgen)
        if "/MCID" in kids:
            self.say(sheet, int(kids.MCID))
            return
        if "/S" not in kids:
            return
        role = self.role(kids)
        if role in BLOCKS:
            self.text += "\n"
        start = len(self.text)
        self.walk(kids.get("/K"), sheet)
        if "/ActualText" in kids:
            self.text = self.text[:start] + str(kids.ActualText)
        inside = " ".join(self.text[start:].split())
        if role == "Title" or (len(role) == 2 and role[0] == "H" and role[1].isdigit()):
            self.headings.append([0 if role == "Title" else int(role[1]), inside])
        elif role == "Figure":
            self.figures.append(str(kids.get("/Alt", "")))
        elif role == "Table":
            self.tables.append(inside[:60])
        if role in BLOCKS:
            self.text += "\n"

    def say(self, sheet, mark):
        if sheet is not None:
            self.text += "".join(self.pieces[sheet].get(mark, []))


for line in sys.stdin:
    print(json.dumps(tell(line.rstrip("\n"))), flush=True)
