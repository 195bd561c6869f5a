#include "service/upkeep.h"

#include "repository/repository.h"

namespace wmi::service {

Result<void> Upkeep::allow() const {
    const access::Rights rights = access::rights_of(who_, service_.keeper());
    if (rights.allow(access::Right::FullWrite) && rights.allow(access::Right::WriteDac)) return {};
    return Error(Status::AccessDenied, "only the keeper of the repository may do this");
}

Result<Checked> Upkeep::check(const Progress& progress) {
    TRY(allow());
    const repository::CheckReport report = TRY(service_.repository().check(progress));
    Checked checked;
    checked.counts = {{"Namespaces", report.namespaces},      {"Classes", report.classes},     {"Instances", report.instances},
                      {"IndexEntries", report.index_entries}, {"Forgotten", report.forgotten}, {"Findings", report.findings_total}};
    for (const repository::Finding& finding : report.findings) checked.findings.push_back(finding.about + ": " + finding.sentence);
    return checked;
}

Result<std::vector<Fact>> Upkeep::facts() {
    TRY(allow());
    const repository::Facts facts = TRY(service_.repository().facts());
    return std::vector<Fact>{{"Engine", facts.engine},
                             {"Folder", facts.folder.string()},
                             {"Id", base::to_text(facts.id)},
                             {"StoreFormat", std::uint64_t{facts.store_format}},
                             {"Format", std::uint64_t{facts.format}},
                             {"Revision", facts.revision},
                             {"FileBytes", facts.file_bytes},
                             {"UsedBytes", facts.used_bytes},
                             {"LimitBytes", facts.limit_bytes},
                             {"DiskFreeBytes", facts.disk_free_bytes},
                             {"Namespaces", facts.namespaces},
                             {"Classes", facts.classes},
                             {"Instances", facts.instances},
                             {"Pending", facts.pending}};
}

Result<void> Upkeep::backup(const std::string& file, const Progress& progress) {
    TRY(allow());
    return service_.repository().backup(file, progress);
}

Result<void> Upkeep::restore(const std::string& file, const Progress& progress) {
    TRY(allow());
    const Service::Restoring restoring(service_);
    return service_.repository().restore(file, progress);
}

}  // namespace wmi::service
