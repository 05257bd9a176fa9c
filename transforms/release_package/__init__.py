"""The package of a released return: a signed BagIt bag of an assembly's files, and of what people agreed to.

Source: docs/specifications/return-package.md
Known:  `assembly.read_assembly` takes the files that `assemble` wrote, `release.PackageRelease` what was agreed;
        `build.package_files` gives the package's files, which `zip_file.write_zip` writes; `verify.verify_package`
        holds a package against itself.
"""
